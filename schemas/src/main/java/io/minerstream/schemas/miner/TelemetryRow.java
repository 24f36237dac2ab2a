package io.minerstream.schemas.miner;

import java.time.Instant;
import java.util.Objects;

/**
 * A reading exactly as a table or a topic holds it. Values are nullable where a column may be NULL, wrongly or not.
 *
 * @param minerId {@code hosting_miners.id}; any value
 * @param recordedAt not null, as precise as the source has it
 * @param hashrateTh TH/s; any double, or null
 * @param powerW W; any double, or null
 * @param temperatureC degC; any double, or null
 * @param fanRpm RPM, or null
 * @param acceptedShares shares, or null
 * @param rejectedShares shares, or null
 */
public record TelemetryRow(
        int minerId,
        Instant recordedAt,
        Double hashrateTh,
        Double powerW,
        Double temperatureC,
        Long fanRpm,
        Long acceptedShares,
        Long rejectedShares) {

    public TelemetryRow {
        Objects.requireNonNull(recordedAt, "recordedAt");
    }

    /** Order of {@code ORDER BY miner_id, recorded_at}. */
    public int compareKey(TelemetryRow other) {
        int byMiner = Integer.compare(minerId, other.minerId);
        return byMiner != 0 ? byMiner : recordedAt.compareTo(other.recordedAt);
    }
}
