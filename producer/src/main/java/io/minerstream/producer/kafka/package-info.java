/**
 * How this module talks to Kafka: client settings, transactions that are fenced by site, reading a topic to its end, and failures
 * in words. Public for the packages of this module that write; no API for others but its exceptions.
 */
package io.minerstream.producer.kafka;
