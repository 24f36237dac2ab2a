package io.minerstream.connect.warehouse;

import java.time.Instant;

/**
 * A row of {@code miner_telemetry}, exactly as the table holds it.
 *
 * @param minerId {@code miner_telemetry.miner_id}
 * @param recordedAt {@code miner_telemetry.recorded_at}, to the microsecond
 * @param hashrateTh {@code miner_telemetry.hashrate}; null for NULL
 * @param powerW {@code miner_telemetry.power_consumption}; null for NULL
 * @param temperatureC {@code miner_telemetry.temperature}; null for NULL
 * @param fanRpm {@code miner_telemetry.fan_speed}; null for NULL
 * @param acceptedShares {@code miner_telemetry.accepted_shares}; null for NULL
 * @param rejectedShares {@code miner_telemetry.rejected_shares}; null for NULL
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
