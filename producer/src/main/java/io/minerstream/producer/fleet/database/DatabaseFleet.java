package io.minerstream.producer.fleet.database;

import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.FleetBuilder;
import io.minerstream.producer.fleet.FleetSource;
import io.minerstream.producer.fleet.FleetSourceException;
import io.minerstream.producer.fleet.MinerModel;
import io.minerstream.producer.fleet.schedule.StatusSchedule;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.Calendar;
import java.util.Locale;
import java.util.TimeZone;

/**
 * All miners of a site from tables {@code hosting_miners} and {@code miner_models}, whatever their status, with the status changes
 * from table {@code hosting_miner_status_changes} if it exists. The SQL is portable. Rows are streamed: reading takes no more
 * memory than the fleet itself.
 *
 * @param connection the caller's, who closes it; keeps its auto-commit mode, and an open transaction stays open
 * @param siteId {@code hosting_sites.id}
 */
public record DatabaseFleet(Connection connection, int siteId) implements FleetSource {

    private static final String QUERY =
            """
            SELECT hm.id, hm.serial_number, hm.miner_model_id, hm.actual_hashrate, hm.actual_power, hm.status,
                   mm.model_name, mm.manufacturer, mm.reference_hashrate, mm.reference_power
              FROM hosting_miners hm LEFT JOIN miner_models mm ON mm.id = hm.miner_model_id
             WHERE hm.site_id = ?
             ORDER BY hm.id""";

    private static final String SCHEDULE_TABLE = "hosting_miner_status_changes";

    private static final String SCHEDULE_QUERY =
            """
            SELECT sc.miner_id, sc.valid_from, sc.status
              FROM hosting_miner_status_changes sc JOIN hosting_miners hm ON hm.id = sc.miner_id
             WHERE hm.site_id = ?
             ORDER BY sc.miner_id, sc.valid_from""";

    private static final int FETCH_ROWS = 10_000;

    @Override
    public Fleet load() {
        try {
            return inTransaction();
        } catch (SQLException e) {
            throw new FleetSourceException(
                    "miners of site_id=%s: could not read tables hosting_miners and miner_models: %s"
                            .formatted(siteId, e.getMessage()),
                    e);
        }
    }

    /** Drivers fetch by cursor only inside a transaction. With auto-commit they read the whole result into memory. */
    private Fleet inTransaction() throws SQLException {
        if (!connection.getAutoCommit()) {
            return read();
        }
        connection.setAutoCommit(false);
        Fleet fleet;
        try {
            fleet = read();
        } catch (SQLException | RuntimeException e) {
            try {
                endTransaction();
            } catch (SQLException onEnd) {
                e.addSuppressed(onEnd);
            }
            throw e;
        }
        endTransaction();
        return fleet;
    }

    private void endTransaction() throws SQLException {
        connection.rollback();
        connection.setAutoCommit(true);
    }

    private Fleet read() throws SQLException {
        FleetBuilder fleet = Fleet.builder(siteId);
        query(
                QUERY,
                rows -> fleet.add(
                        rows.getInt("id"),
                        rows.getString("serial_number"),
                        model(rows),
                        orNaN(rows, "actual_hashrate"),
                        orNaN(rows, "actual_power"),
                        rows.getString("status")));
        return fleet.build().withSchedule(schedule());
    }

    private StatusSchedule schedule() throws SQLException {
        if (!hasSchedule()) {
            return StatusSchedule.NONE;
        }
        StatusSchedule.Builder schedule = StatusSchedule.builder();
        Calendar utc = Calendar.getInstance(TimeZone.getTimeZone(ZoneOffset.UTC), Locale.ROOT);
        try {
            // The column holds UTC. Without a calendar drivers assume the JVM's zone, and not all of them support
            // LocalDateTime.
            query(
                    SCHEDULE_QUERY,
                    rows -> schedule.add(
                            rows.getInt("miner_id"),
                            rows.getTimestamp("valid_from", utc).toInstant(),
                            rows.getString("status")));
        } catch (IllegalArgumentException e) {
            throw new FleetSourceException(
                    "miners of site_id=%s: table %s: %s".formatted(siteId, SCHEDULE_TABLE, e.getMessage()), e);
        }
        return schedule.build();
    }

    private void query(String sql, RowUse use) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(FETCH_ROWS);
            statement.setInt(1, siteId);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    use.of(rows);
                }
            }
        }
    }

    /** Reads the catalogue, because a failed query would end the transaction of the caller. */
    private boolean hasSchedule() throws SQLException {
        DatabaseMetaData catalogue = connection.getMetaData();
        String name = catalogue.storesUpperCaseIdentifiers() ? SCHEDULE_TABLE.toUpperCase(Locale.ROOT) : SCHEDULE_TABLE;
        try (ResultSet tables =
                catalogue.getTables(connection.getCatalog(), connection.getSchema(), name, new String[] {"TABLE"})) {
            while (tables.next()) {
                // In a pattern, an underscore matches any character.
                if (name.equalsIgnoreCase(tables.getString("TABLE_NAME"))) {
                    return true;
                }
            }
            return false;
        }
    }

    private static MinerModel model(ResultSet rows) throws SQLException {
        int id = rows.getInt("miner_model_id");
        return rows.wasNull()
                ? null
                : new MinerModel(
                        id,
                        rows.getString("model_name"),
                        rows.getString("manufacturer"),
                        orNaN(rows, "reference_hashrate"),
                        orNaN(rows, "reference_power"));
    }

    /** NaN for NULL, and for an infinite value, which no miner has either. */
    private static double orNaN(ResultSet rows, String column) throws SQLException {
        double value = rows.getDouble(column);
        return rows.wasNull() || Double.isInfinite(value) ? Double.NaN : value;
    }

    private interface RowUse {
        void of(ResultSet rows) throws SQLException;
    }
}
