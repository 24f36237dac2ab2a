/**
 * The miners of a site as an immutable fleet in columns, and fleets that are computed. Sources that read files or databases have
 * packages of their own, and are not known here. No Kafka, no JDBC, no clock.
 */
package io.minerstream.producer.fleet;
