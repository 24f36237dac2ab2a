package io.minerstream.connect.warehouse;

import io.minerstream.schemas.run.TimeRange;
import java.util.Optional;

/**
 * What of {@code miner_telemetry} is a choice.
 *
 * @param monthly whether it is partitioned by the month of {@code recorded_at}, in UTC
 * @param recordedAtIndex empty for {@link RecordedAtIndex#BRIN} in a new table, and for what an existing one has
 * @param foreignKey whether {@code miner_id} must be in {@code hosting_miners}
 * @param range whose months a table with monthly partitions must have; empty for those of its rows alone
 */
public record TableOptions(
        boolean monthly, Optional<RecordedAtIndex> recordedAtIndex, boolean foreignKey, Optional<TimeRange> range) {

    /** Those of tables that are created without being asked for. */
    public static final TableOptions DEFAULT = new TableOptions(false, Optional.empty(), false, Optional.empty());

    /** The index on {@code recorded_at} alone. */
    public enum RecordedAtIndex {
        /** Small, and almost free to maintain; finds rows that arrived in the order of their time. */
        BRIN,
        /** Finds single time points in any order of rows; adds 40 % to the time of an insert. */
        BTREE,
        /** Queries by time alone read the whole table. */
        NONE
    }

    RecordedAtIndex indexOrDefault() {
        return recordedAtIndex.orElse(RecordedAtIndex.BRIN);
    }
}
