/**
 * How this module talks to Kafka: client settings, writers that fence each other, reading a topic to its end, and failures in words.
 * Knows no fleets, runs or records. Public for the packages of this module that write; other modules use its exceptions.
 */
package io.minerstream.producer.kafka;
