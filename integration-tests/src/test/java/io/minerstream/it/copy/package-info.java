/** The COPY sink's task on a PostgreSQL alone, which all classes of a JVM share; no Kafka. */
package io.minerstream.it.copy;
