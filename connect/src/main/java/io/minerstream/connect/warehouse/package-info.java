/**
 * The PostgreSQL warehouse by JDBC: tables, fleets, schedules, telemetry, strategies, and checks in SQL. Results are records; texts for
 * users belong to the command. Knows no Kafka.
 */
package io.minerstream.connect.warehouse;
