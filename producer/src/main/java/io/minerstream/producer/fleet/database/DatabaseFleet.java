package io.minerstream.producer.fleet.database;

import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.FleetBuilder;
import io.minerstream.producer.fleet.FleetSource;
import io.minerstream.producer.fleet.FleetSourceException;
import io.minerstream.producer.fleet.MinerModel;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;

/**
 * All miners of a site from tables {@code hosting_miners} and {@code miner_models}, whatever their status. Plain SQL that
 * any database understands; rows are streamed, so that a million miners need no more memory than the fleet itself.
 */
public final class DatabaseFleet implements FleetSource {

    private static final String QUERY =
            """
            SELECT hm.id, hm.serial_number, hm.miner_model_id, hm.actual_hashrate, hm.actual_power, hm.status,
                   mm.model_name, mm.manufacturer, mm.reference_hashrate, mm.reference_power
              FROM hosting_miners hm LEFT JOIN miner_models mm ON mm.id = hm.miner_model_id
             WHERE hm.site_id = ?
             ORDER BY hm.id""";

    private static final int FETCH_ROWS = 10_000;

    private final ConnectionUse connections;
    private final int siteId;

    private DatabaseFleet(ConnectionUse connections, int siteId) {
        this.connections = connections;
        this.siteId = siteId;
    }

    /**
     * Takes a connection from {@code source} for each load and closes it.
     *
     * @param siteId {@code hosting_sites.id}
     */
    public static DatabaseFleet from(DataSource source, int siteId) {
        return new DatabaseFleet(
                read -> {
                    try (Connection connection = source.getConnection()) {
                        return read.from(connection);
                    }
                },
                siteId);
    }

    /**
     * Uses a connection of the caller, who closes it. Its auto-commit mode is the same afterwards; a transaction that it is
     * in goes on.
     *
     * @param siteId {@code hosting_sites.id}
     */
    public static DatabaseFleet from(Connection connection, int siteId) {
        return new DatabaseFleet(read -> read.from(connection), siteId);
    }

    @Override
    public Fleet load() {
        try {
            return connections.read(this::inTransaction);
        } catch (SQLException e) {
            throw new FleetSourceException(
                    "miners of site_id=%d: could not read tables hosting_miners and miner_models: %s"
                            .formatted(siteId, e.getMessage()),
                    e);
        }
    }

    /** Drivers fetch by cursor only inside a transaction; with auto-commit they take the whole result into memory. */
    private Fleet inTransaction(Connection connection) throws SQLException {
        if (!connection.getAutoCommit()) {
            return read(connection);
        }
        connection.setAutoCommit(false);
        Fleet fleet;
        try {
            fleet = read(connection);
        } catch (SQLException | RuntimeException e) {
            try {
                endTransaction(connection);
            } catch (SQLException onEnd) {
                e.addSuppressed(onEnd);
            }
            throw e;
        }
        endTransaction(connection);
        return fleet;
    }

    private static void endTransaction(Connection connection) throws SQLException {
        connection.rollback();
        connection.setAutoCommit(true);
    }

    private Fleet read(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(QUERY)) {
            statement.setFetchSize(FETCH_ROWS);
            statement.setInt(1, siteId);
            FleetBuilder fleet = Fleet.builder(siteId);
            Map<Integer, MinerModel> models = new HashMap<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    fleet.add(
                            rows.getInt("id"),
                            rows.getString("serial_number"),
                            model(rows, models),
                            orNaN(rows, "actual_hashrate"),
                            orNaN(rows, "actual_power"),
                            rows.getString("status"));
                }
            }
            return fleet.build();
        }
    }

    private static MinerModel model(ResultSet rows, Map<Integer, MinerModel> models) throws SQLException {
        int id = rows.getInt("miner_model_id");
        if (rows.wasNull()) {
            return null;
        }
        MinerModel known = models.get(id);
        if (known == null) {
            known = new MinerModel(
                    id,
                    rows.getString("model_name"),
                    rows.getString("manufacturer"),
                    orNaN(rows, "reference_hashrate"),
                    orNaN(rows, "reference_power"));
            models.put(id, known);
        }
        return known;
    }

    private static double orNaN(ResultSet rows, String column) throws SQLException {
        double value = rows.getDouble(column);
        return rows.wasNull() ? Double.NaN : value;
    }

    /** Where a connection comes from and who closes it. */
    private interface ConnectionUse {
        Fleet read(ConnectionRead read) throws SQLException;
    }

    private interface ConnectionRead {
        Fleet from(Connection connection) throws SQLException;
    }
}
