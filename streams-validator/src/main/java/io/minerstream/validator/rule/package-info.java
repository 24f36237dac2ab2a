/** The rules: pure functions over readings, windows and verdicts. Knows neither Kafka, state stores nor a clock. */
package io.minerstream.validator.rule;
