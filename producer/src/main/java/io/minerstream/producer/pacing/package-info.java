/**
 * Rate profiles, the schedules that follow from them, and the lateness of what is sent. Open loop: when a record is due depends on
 * the time since the start alone, never on how fast earlier records went. No Kafka, and no clock but the one passed in.
 */
package io.minerstream.producer.pacing;
