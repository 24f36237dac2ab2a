/**
 * Facts about miners that generator and validator share: statuses, metrics, baselines, operating ranges. Pure code: no Kafka, no
 * JDBC, no clock.
 */
package io.minerstream.schemas.miner;
