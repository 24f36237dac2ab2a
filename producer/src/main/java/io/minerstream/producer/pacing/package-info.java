/**
 * When each record is due, and how late it is sent. Open loop: what is due depends on the time since the start alone, never on
 * how fast earlier records went. No Kafka, and no clock but the one handed in.
 */
package io.minerstream.producer.pacing;
