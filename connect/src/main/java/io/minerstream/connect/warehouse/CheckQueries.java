package io.minerstream.connect.warehouse;

import io.minerstream.connect.warehouse.CheckResult.Outcome;
import io.minerstream.schemas.run.TimeRange;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The statements behind {@link WarehouseChecks}. Each counts all offenders ({@code count(*) OVER ()}) and fetches only the
 * first few, so that a site that is wrong throughout costs no more than one that is right.
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

    /** Each change is turned into the time for which it counts, so that one pass over the records finds theirs. */
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

    private static final String RECORD_COUNT =
            """
            SELECT m.id, count(t.miner_id), count(*) OVER ()
              FROM hosting_miners m
              LEFT JOIN miner_telemetry t ON t.miner_id = m.id AND t.recorded_at >= ? AND t.recorded_at < ?
             WHERE m.site_id = ?
             GROUP BY m.id HAVING count(t.miner_id) <> ?
             ORDER BY m.id LIMIT ?""";

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

    private final Connection connection;
    private final int siteId;
    private final TimeRange range;
    private final List<String> scheduledStatuses;

    /** How a statement comes to the status of a record: what stands before it, the status, and what it joins. */
    private record StatusSql(String before, String status, String join) {}

    CheckQueries(Connection connection, int siteId, TimeRange range) throws SQLException {
        this.connection = connection;
        this.siteId = siteId;
        this.range = range;
        this.scheduledStatuses = readScheduledStatuses();
    }

    /** The statuses that the schedule has before the end of the range; none in a database that knows no schedules yet. */
    List<String> scheduledStatuses() {
        return scheduledStatuses;
    }

    private List<String> readScheduledStatuses() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SCHEDULE_IS_THERE)) {
            row.next();
            if (!row.getBoolean(1)) {
                return List.of();
            }
        }
        try (PreparedStatement query = connection.prepareStatement(SCHEDULED_STATUSES)) {
            query.setInt(1, siteId);
            query.setObject(2, UtcTime.toColumn(range.to()));
            List<String> statuses = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    statuses.add(rows.getString(1));
                }
            }
            return statuses;
        }
    }

    Map<String, Long> minersByStatus() throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(MINERS_BY_STATUS)) {
            query.setInt(1, siteId);
            Map<String, Long> miners = new LinkedHashMap<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    miners.put(rows.getString(1), rows.getLong(2));
                }
            }
            return miners;
        }
    }

    List<StatusMetrics> statusMetrics() throws SQLException {
        try (PreparedStatement query = byStatus(STATUS_METRICS);
                ResultSet rows = query.executeQuery()) {
            List<StatusMetrics> statuses = new ArrayList<>();
            while (rows.next()) {
                statuses.add(new StatusMetrics(
                        rows.getString(1),
                        rows.getLong(2),
                        rows.getDouble(3),
                        rows.getDouble(4),
                        rows.getDouble(5),
                        rows.getDouble(6),
                        rows.getObject(7, Double.class)));
            }
            return statuses;
        }
    }

    CheckResult recordCount() throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(RECORD_COUNT)) {
            query.setObject(1, UtcTime.toColumn(range.from()));
            query.setObject(2, UtcTime.toColumn(range.to()));
            query.setInt(3, siteId);
            query.setInt(4, range.timePoints());
            query.setInt(5, CheckResult.MAX_OFFENDERS);
            return result(
                    Check.RECORD_COUNT, query, 3, row -> new CheckOffender.RecordCount(row.getInt(1), row.getLong(2)));
        }
    }

    CheckResult cadence() throws SQLException {
        try (PreparedStatement query = siteAndRange(CADENCE)) {
            double seconds = range.interval().toSeconds();
            query.setDouble(4, seconds);
            query.setDouble(5, seconds * TOLERANCE);
            query.setInt(6, CheckResult.MAX_OFFENDERS);
            return result(
                    Check.CADENCE,
                    query,
                    4,
                    row -> new CheckOffender.Gap(
                            row.getInt(1), UtcTime.fromColumn(row, 2), UtcTime.fromColumn(row, 3)));
        }
    }

    CheckResult nullability(List<String> runningStatuses) throws SQLException {
        try (PreparedStatement query = byStatus(NULLABILITY)) {
            var running = connection.createArrayOf("text", runningStatuses.toArray());
            int first = scheduledStatuses.isEmpty() ? 4 : 6;
            query.setArray(first, running);
            query.setArray(first + 1, running);
            query.setInt(first + 2, CheckResult.MAX_OFFENDERS);
            return result(
                    Check.NULLABILITY,
                    query,
                    4,
                    row -> new CheckOffender.Nullness(row.getInt(1), row.getString(2), row.getLong(3)));
        }
    }

    CheckResult uniqueness() throws SQLException {
        try (PreparedStatement query = siteAndRange(UNIQUENESS)) {
            query.setInt(4, CheckResult.MAX_OFFENDERS);
            return result(
                    Check.UNIQUENESS,
                    query,
                    4,
                    row -> new CheckOffender.Repeated(row.getInt(1), UtcTime.fromColumn(row, 2), row.getLong(3)));
        }
    }

    /** A statement that needs the status of each record; as fast as ever where nothing is scheduled. */
    private PreparedStatement byStatus(String sql) throws SQLException {
        boolean scheduled = !scheduledStatuses.isEmpty();
        StatusSql status = scheduled ? STATUS_AS_OF_RECORD : STATUS_OF_NOW;
        PreparedStatement query =
                connection.prepareStatement(sql.formatted(status.before(), status.status(), status.join()));
        if (scheduled) {
            query.setInt(1, siteId);
            query.setObject(2, UtcTime.toColumn(range.to()));
        }
        setSiteAndRange(query, scheduled ? 3 : 1);
        return query;
    }

    private PreparedStatement siteAndRange(String sql) throws SQLException {
        PreparedStatement query = connection.prepareStatement(sql);
        setSiteAndRange(query, 1);
        return query;
    }

    private void setSiteAndRange(PreparedStatement query, int first) throws SQLException {
        query.setInt(first, siteId);
        query.setObject(first + 1, UtcTime.toColumn(range.from()));
        query.setObject(first + 2, UtcTime.toColumn(range.to()));
    }

    private interface RowReader {
        CheckOffender read(ResultSet row) throws SQLException;
    }

    private static CheckResult result(Check check, PreparedStatement query, int totalColumn, RowReader reader)
            throws SQLException {
        List<CheckOffender> offenders = new ArrayList<>();
        long total = 0;
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                total = rows.getLong(totalColumn);
                offenders.add(reader.read(rows));
            }
        }
        return CheckResult.of(check, Outcome.FAIL, total, offenders);
    }
}
