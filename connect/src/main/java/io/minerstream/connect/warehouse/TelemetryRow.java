package io.minerstream.connect.warehouse;

import java.time.Instant;

/**
 * A row of {@code miner_telemetry}, exactly as the table holds it.
 *
 * @param minerId {@code miner_id}
 * @param recordedAt {@code recorded_at}, to the microsecond
 * @param hashrateTh {@code hashrate}; null for NULL
 * @param powerW {@code power_consumption}; null for NULL
 * @param temperatureC {@code temperature}; null for NULL
 * @param fanRpm {@code fan_speed}; null for NULL
 * @param acceptedShares {@code accepted_shares}; null for NULL
 * @param rejectedShares {@code rejected_shares}; null for NULL
 */
public record TelemetryRow(
        int minerId,
        Instant recordedAt,
        Double hashrateTh,
        Double powerW,
        Double temperatureC,
        Long fanRpm,
        Long acceptedShares,
        Long rejectedShares) {}
