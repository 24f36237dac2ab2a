/** What a miner reports: pure functions of seed, miner and time. No Kafka, no JDBC, no clock. */
package io.minerstream.producer.signal;
