/** The Kafka broker: its settings, its main class, its service. */
package io.minerstream.stack.broker;
