/** What is right and what is wrong: pure functions over readings, windows and verdicts. No Kafka, no clock. */
package io.minerstream.validator.rule;
