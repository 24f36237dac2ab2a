package io.minerstream.validator.alert;

import io.minerstream.avro.TelemetryAlert;

/**
 * A change of state of an alert.
 *
 * @param fingerprint key of the record
 * @param alert the record; null when the alert was pending and never fired
 */
public record AlertChange(String fingerprint, TelemetryAlert alert) {}
