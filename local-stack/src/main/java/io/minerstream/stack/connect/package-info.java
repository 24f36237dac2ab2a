/** The Kafka Connect worker: its settings and its service. What the connectors do stands in module {@code connect}. */
package io.minerstream.stack.connect;
