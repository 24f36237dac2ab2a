/**
 * Fleets and status schedules from files: their fields and the rules across rows. Formats and line numbers belong to {@link
 * io.minerstream.producer.file}.
 */
package io.minerstream.producer.fleet.file;
