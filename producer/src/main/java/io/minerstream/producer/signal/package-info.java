/**
 * What a miner reports: pure functions of seed, site, miner, status and time, with the same bits on every machine. No fleets, no
 * runs, no Kafka, no JDBC, no clock.
 */
package io.minerstream.producer.signal;
