/**
 * Facts about runs: id, record header, interval, time range, and times as text. No Kafka clients, no clock; how records are
 * encoded belongs to {@code serde}.
 */
package io.minerstream.schemas.run;
