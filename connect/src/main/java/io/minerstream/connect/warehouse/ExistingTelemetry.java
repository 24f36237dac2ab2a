package io.minerstream.connect.warehouse;

import java.time.Instant;

/**
 * Telemetry that is in the warehouse already.
 *
 * @param rows how many records, at least 1
 * @param first time of the oldest
 * @param last time of the newest, inclusive
 */
public record ExistingTelemetry(long rows, Instant first, Instant last) {}
