package io.minerstream.connect.warehouse;

import io.minerstream.connect.warehouse.CheckResult.Outcome;
import io.minerstream.schemas.run.TimeRange;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * The statements behind {@link WarehouseChecks}. Each counts all offenders ({@code count(*) OVER ()}) and fetches only the
 * first few, so that a site full of errors costs no more than a correct one.
 */
final class CheckQueries {

    /** Share of the interval by which the distance of two records may differ: 0.01 h for hourly records. */
    private static final double TOLERANCE = 0.01;

    private static final String MINERS_BY_STATUS =
            """
            SELECT coalesce(status, ''), count(*) FROM hosting_miners WHERE site_id = ? GROUP BY 1 ORDER BY 1""";

    private static final String SCHEDULE_IS_THERE = "SELECT to_regclass('hosting_miner_status_changes') IS NOT NULL";

    private static final String SCHEDULED_STATUSES =
            """
            SELECT DISTINCT c.status
              FROM hosting_miner_status_changes c JOIN hosting_miners m ON m.id = c.miner_id
             WHERE m.site_id = ? AND c.valid_from < ?""";

    private static final StatusSql STATUS_OF_NOW = new StatusSql("", "coalesce(m.status, '')", "");

    /** Turns changes into ranges of validity, so that one pass over the records finds their status. */
    private static final StatusSql STATUS_AS_OF_RECORD = new StatusSql(
            """
            WITH changes AS MATERIALIZED (
                SELECT c.miner_id, c.status, c.valid_from,
                       coalesce(lead(c.valid_from) OVER (PARTITION BY c.miner_id ORDER BY c.valid_from), 'infinity')
                           AS valid_to
                  FROM hosting_miner_status_changes c JOIN hosting_miners m ON m.id = c.miner_id
                 WHERE m.site_id = ? AND c.valid_from < ?)
            """,
            "coalesce(c.status, m.status, '')",
            """

              LEFT JOIN changes c
                ON c.miner_id = t.miner_id AND t.recorded_at >= c.valid_from AND t.recorded_at < c.valid_to""");

    private static final String STATUS_METRICS =
            """
            %1$sSELECT %2$s, count(*), avg(t.hashrate), min(t.hashrate), max(t.hashrate),
                   avg(t.power_consumption), avg(t.temperature)
              FROM miner_telemetry t JOIN hosting_miners m ON m.id = t.miner_id%3$s
             WHERE m.site_id = ? AND t.recorded_at >= ? AND t.recorded_at < ?
             GROUP BY 1 ORDER BY 1""";

    /** Grouped first, so that each miner is looked up once. */
    private static final String KNOWN_MINERS =
            """
            SELECT miner_id, records, count(*) OVER ()
              FROM (SELECT t.miner_id, count(*) AS records
                      FROM miner_telemetry t
                     WHERE t.recorded_at >= ? AND t.recorded_at < ?
                     GROUP BY t.miner_id) AS counted
             WHERE NOT EXISTS (SELECT 1 FROM hosting_miners m WHERE m.id = counted.miner_id)
             ORDER BY miner_id LIMIT ?""";

    /**
     * No outer join from the miners to the records: planned with statistics from before the range was loaded, it would read the
     * whole range once for each miner.
     */
    private static final String RECORD_COUNT =
            """
            SELECT id, sum(records), count(*) OVER ()
              FROM (SELECT m.id, 0 AS records FROM hosting_miners m WHERE m.site_id = ?
                    UNION ALL
                    SELECT t.miner_id, 1
                      FROM miner_telemetry t JOIN hosting_miners m ON m.id = t.miner_id
                     WHERE m.site_id = ? AND t.recorded_at >= ? AND t.recorded_at < ?) AS counted
             GROUP BY id HAVING sum(records) <> ?
             ORDER BY id LIMIT ?""";

    private static final String CADENCE =
            """
            WITH steps AS (
                SELECT t.miner_id, t.recorded_at,
                       lag(t.recorded_at) OVER (PARTITION BY t.miner_id ORDER BY t.recorded_at) AS previous
                  FROM miner_telemetry t JOIN hosting_miners m ON m.id = t.miner_id
                 WHERE m.site_id = ? AND t.recorded_at >= ? AND t.recorded_at < ?)
            SELECT miner_id, previous, recorded_at, count(*) OVER ()
              FROM steps
             WHERE abs(extract(epoch FROM recorded_at - previous) - ?) > ?
             ORDER BY miner_id, recorded_at LIMIT ?""";

    private static final String NULLABILITY =
            """
            %1$sSELECT m.id, %2$s, count(*), count(*) OVER ()
              FROM miner_telemetry t JOIN hosting_miners m ON m.id = t.miner_id%3$s
             WHERE m.site_id = ? AND t.recorded_at >= ? AND t.recorded_at < ?
               AND ((t.temperature IS NOT NULL) <> (%2$s = ANY (?))
                 OR (t.fan_speed IS NOT NULL) <> (%2$s = ANY (?)))
             GROUP BY 1, 2
             ORDER BY 1, 2 LIMIT ?""";

    private static final String UNIQUENESS =
            """
            SELECT t.miner_id, t.recorded_at, count(*), count(*) OVER ()
              FROM miner_telemetry t JOIN hosting_miners m ON m.id = t.miner_id
             WHERE m.site_id = ? AND t.recorded_at >= ? AND t.recorded_at < ?
             GROUP BY t.miner_id, t.recorded_at HAVING count(*) > 1
             ORDER BY t.miner_id, t.recorded_at LIMIT ?""";

    private static final String FINITENESS =
            """
            SELECT m.id, count(*), count(*) OVER ()
              FROM miner_telemetry t JOIN hosting_miners m ON m.id = t.miner_id
             WHERE m.site_id = ? AND t.recorded_at >= ? AND t.recorded_at < ?
               AND ('NaN' IN (t.hashrate, t.power_consumption, t.temperature)
                 OR 'Infinity' IN (t.hashrate, t.power_consumption, t.temperature)
                 OR '-Infinity' IN (t.hashrate, t.power_consumption, t.temperature))
             GROUP BY 1
             ORDER BY 1 LIMIT ?""";

    private final Connection connection;
    private final int siteId;
    private final TimeRange range;
    private final List<String> scheduledStatuses;

    /** How a statement finds the status of a record: prefix, expression and join. */
    private record StatusSql(String before, String status, String join) {}

    CheckQueries(Connection connection, int siteId, TimeRange range) throws SQLException {
        this.connection = connection;
        this.siteId = siteId;
        this.range = range;
        this.scheduledStatuses = readScheduledStatuses();
    }

    /** The statuses that the schedule has before the end of the range; none in a database without schedules. */
    List<String> scheduledStatuses() {
        return scheduledStatuses;
    }

    private List<String> readScheduledStatuses() throws SQLException {
        boolean hasSchedule = Query.list(connection, SCHEDULE_IS_THERE, row -> row.getBoolean(1))
                .get(0);
        return hasSchedule
                ? Query.list(connection, SCHEDULED_STATUSES, row -> row.getString(1), siteId, range.to())
                : List.of();
    }

    Map<String, Long> minersByStatus() throws SQLException {
        Map<String, Long> miners = new LinkedHashMap<>();
        Query.list(connection, MINERS_BY_STATUS, row -> miners.put(row.getString(1), row.getLong(2)), siteId);
        return miners;
    }

    List<StatusMetrics> statusMetrics() throws SQLException {
        return Query.list(
                connection,
                byStatus(STATUS_METRICS),
                row -> new StatusMetrics(
                        row.getString(1),
                        row.getLong(2),
                        row.getDouble(3),
                        row.getDouble(4),
                        row.getDouble(5),
                        row.getDouble(6),
                        row.getObject(7, Double.class)),
                byStatusParameters());
    }

    CheckResult knownMiners() throws SQLException {
        return result(
                Check.KNOWN_MINERS,
                Outcome.WARN,
                KNOWN_MINERS,
                3,
                row -> new CheckOffender.UnknownMiner(row.getInt(1), row.getLong(2)),
                range.from(),
                range.to());
    }

    CheckResult recordCount() throws SQLException {
        return result(
                Check.RECORD_COUNT,
                Outcome.FAIL,
                RECORD_COUNT,
                3,
                row -> new CheckOffender.RecordCount(row.getInt(1), row.getLong(2)),
                siteId,
                siteId,
                range.from(),
                range.to(),
                range.timePoints());
    }

    CheckResult cadence() throws SQLException {
        double seconds = range.interval().toSeconds();
        return result(
                Check.CADENCE,
                Outcome.FAIL,
                CADENCE,
                4,
                row -> new CheckOffender.Gap(row.getInt(1), UtcTime.fromColumn(row, 2), UtcTime.fromColumn(row, 3)),
                siteId,
                range.from(),
                range.to(),
                seconds,
                seconds * TOLERANCE);
    }

    CheckResult nullability(List<String> runningStatuses) throws SQLException {
        Array running = connection.createArrayOf("text", runningStatuses.toArray());
        return result(
                Check.NULLABILITY,
                Outcome.FAIL,
                byStatus(NULLABILITY),
                4,
                row -> new CheckOffender.Nullness(row.getInt(1), row.getString(2), row.getLong(3)),
                byStatusParameters(running, running));
    }

    CheckResult uniqueness() throws SQLException {
        return result(
                Check.UNIQUENESS,
                Outcome.FAIL,
                UNIQUENESS,
                4,
                row -> new CheckOffender.Repeated(row.getInt(1), UtcTime.fromColumn(row, 2), row.getLong(3)),
                siteId,
                range.from(),
                range.to());
    }

    CheckResult finiteness() throws SQLException {
        return result(
                Check.FINITENESS,
                Outcome.FAIL,
                FINITENESS,
                3,
                row -> new CheckOffender.Infinite(row.getInt(1), row.getLong(2)),
                siteId,
                range.from(),
                range.to());
    }

    /** A statement that needs the status of each record; without the join where nothing is scheduled. */
    private String byStatus(String sql) {
        StatusSql status = scheduledStatuses.isEmpty() ? STATUS_OF_NOW : STATUS_AS_OF_RECORD;
        return sql.formatted(status.before(), status.status(), status.join());
    }

    private Object[] byStatusParameters(Object... more) {
        Stream<Object> schedule = scheduledStatuses.isEmpty() ? Stream.of() : Stream.of(siteId, range.to());
        Stream<Object> records = Stream.concat(Stream.of(siteId, range.from(), range.to()), Stream.of(more));
        return Stream.concat(schedule, records).toArray();
    }

    /** @param parameters without the last one, which is the number of offenders */
    private CheckResult result(
            Check check,
            Outcome whenOffended,
            String sql,
            int totalColumn,
            Query.RowReader<CheckOffender> reader,
            Object... parameters)
            throws SQLException {
        AtomicLong total = new AtomicLong();
        List<CheckOffender> offenders = Query.list(
                connection,
                sql,
                row -> {
                    total.set(row.getLong(totalColumn));
                    return reader.read(row);
                },
                Stream.concat(Stream.of(parameters), Stream.of(CheckResult.MAX_OFFENDERS))
                        .toArray());
        return CheckResult.of(check, whenOffended, total.get(), offenders);
    }
}
