package io.minerstream.connect.warehouse;

import io.minerstream.schemas.run.TimeRange;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Queries of {@code miner_telemetry}. All methods throw {@link WarehouseUnavailableException} when the tables are missing or
 * the connection is lost. Not thread-safe, like its connection.
 */
public final class TelemetryTable {

    // One index lookup per miner: a plain max() over the join reads the whole history.
    private static final String NEWEST =
            """
            SELECT max(newest.recorded_at)
              FROM hosting_miners m
             CROSS JOIN LATERAL (SELECT t.recorded_at FROM miner_telemetry t WHERE t.miner_id = m.id
                                  ORDER BY t.recorded_at DESC LIMIT 1) AS newest
             WHERE m.site_id = ?""";

    private static final String OVERLAPPING =
            """
            SELECT count(*), min(t.recorded_at), max(t.recorded_at)
              FROM miner_telemetry t JOIN hosting_miners m ON m.id = t.miner_id
             WHERE m.site_id = ? AND t.recorded_at >= ? AND t.recorded_at < ?""";

    private static final String HAS_ROWS = "SELECT EXISTS (SELECT 1 FROM miner_telemetry)";

    private final Connection connection;

    /** @param connection stays the caller's: it is not closed here */
    public TelemetryTable(Connection connection) {
        this.connection = connection;
    }

    /**
     * The time points that end with that of the site's newest record.
     *
     * @param length as {@link TimeRange#last} has it
     * @param interval distance of the time points
     * @return empty when the site has no telemetry
     */
    public Optional<TimeRange> latestRange(int siteId, Duration length, Duration interval) {
        try {
            Instant newest = Query.list(connection, NEWEST, row -> UtcTime.fromColumn(row, 1), siteId)
                    .get(0);
            return Optional.ofNullable(newest).map(last -> TimeRange.last(last, length, interval));
        } catch (SQLException e) {
            throw WarehouseErrors.running(connection, "reading the newest telemetry of site " + siteId, e);
        }
    }

    /**
     * The site's telemetry inside a range.
     *
     * @return empty when there is none
     */
    public Optional<ExistingTelemetry> overlapping(int siteId, TimeRange range) {
        ExistingTelemetry existing = WarehouseTransaction.snapshotOfReadings(
                connection, "counting the telemetry of site " + siteId, () -> Query.list(
                                connection,
                                OVERLAPPING,
                                row -> new ExistingTelemetry(
                                        row.getLong(1), UtcTime.fromColumn(row, 2), UtcTime.fromColumn(row, 3)),
                                siteId,
                                range.from(),
                                range.to())
                        .get(0));
        return existing.rows() == 0 ? Optional.empty() : Optional.of(existing);
    }

    /** How many records the site's miners have in a range, at least 0. */
    public long countRows(int siteId, TimeRange range) {
        return overlapping(siteId, range).map(ExistingTelemetry::rows).orElse(0L);
    }

    /** Whether the table, which must be there, has any row. */
    static boolean hasRows(Connection connection) throws SQLException {
        return Query.list(connection, HAS_ROWS, row -> row.getBoolean(1)).get(0);
    }

    /** Why records must not land again, if so: without a unique key, each row that is there would double. */
    public Optional<String> replayObstacle() {
        try {
            return !UniqueKey.TELEMETRY.isThere(connection) && hasRows(connection)
                    ? Optional.of(
                            "miner_telemetry: must have a unique key on (miner_id, recorded_at), or no rows, before records land again, got rows without such a key, which would double; `minerstream sink ddl --upgrade --apply` adds the key")
                    : Optional.empty();
        } catch (SQLException e) {
            throw WarehouseErrors.running(connection, "looking for the unique key of miner_telemetry", e);
        }
    }
}
