/** Fleets from and to the warehouse, other databases and the topic. Signals and file formats are of the producer. */
package io.minerstream.pipeline.fleet;
