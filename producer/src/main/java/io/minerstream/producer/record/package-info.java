/**
 * How a run stands in Kafka: readings, watermarks and manifests as records, and the history read back from manifests. Writes nothing
 * and decides nothing; public for the packages of this module that send.
 */
package io.minerstream.producer.record;
