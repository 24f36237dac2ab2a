/** Fleets and schedules from CSV and JSON files. The core does not know files. */
package io.minerstream.producer.fleet.file;
