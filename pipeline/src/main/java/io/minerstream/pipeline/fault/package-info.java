/** Faults that are put between publisher and Kafka on purpose, and the proof that the validator catches exactly these. */
package io.minerstream.pipeline.fault;
