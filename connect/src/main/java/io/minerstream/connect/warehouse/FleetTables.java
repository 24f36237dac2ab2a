package io.minerstream.connect.warehouse;

import io.minerstream.avro.HostingMiner;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sites, models and miners. All methods throw {@link WarehouseUnavailableException} when the tables are missing or the
 * connection is lost. Not thread-safe, like its connection.
 */
public final class FleetTables {

    private static final String INSERT_SITE =
            "INSERT INTO hosting_sites (id, name) VALUES (?, ?) ON CONFLICT (id) DO NOTHING";

    private static final String INSERT_MODEL =
            """
            INSERT INTO miner_models (id, model_name, manufacturer, reference_hashrate, reference_power)
            SELECT ?, ?, ?, ?, ?
             WHERE NOT EXISTS (SELECT 1 FROM miner_models WHERE id = ? OR model_name = ?)""";

    /** For a new model whose id is taken: the database chooses the id. */
    private static final String INSERT_MODEL_WITHOUT_ID =
            """
            INSERT INTO miner_models (model_name, manufacturer, reference_hashrate, reference_power)
            SELECT ?, ?, ?, ?
             WHERE NOT EXISTS (SELECT 1 FROM miner_models WHERE model_name = ?)""";

    private static final String CREATE_STAGE =
            """
            CREATE TEMPORARY TABLE minerstream_fleet (
                id integer NOT NULL, site_id integer NOT NULL, miner_model_id integer, model_name text,
                serial_number text NOT NULL, actual_hashrate double precision, actual_power double precision,
                status text NOT NULL) ON COMMIT DROP""";

    private static final String TAKEN =
            """
            SELECT f.id, f.site_id, f.serial_number, m.id, m.site_id, m.serial_number, count(*) OVER ()
              FROM minerstream_fleet f
              JOIN hosting_miners m ON m.id = f.id OR m.serial_number = f.serial_number
             WHERE m.id <> f.id OR m.site_id <> f.site_id OR m.serial_number <> f.serial_number
             ORDER BY f.id, m.id LIMIT 1""";

    private static final String UNKNOWN_MODEL =
            """
            SELECT f.model_name, count(*) OVER ()
              FROM minerstream_fleet f LEFT JOIN miner_models k ON k.model_name = f.model_name
             WHERE f.model_name IS NOT NULL AND k.id IS NULL
             ORDER BY f.id LIMIT 1""";

    // Equal rows stay untouched: a second run writes nothing.
    private static final String MERGE =
            """
            INSERT INTO hosting_miners AS m
                   (id, site_id, miner_model_id, serial_number, actual_hashrate, actual_power, status)
            SELECT f.id, f.site_id, coalesce(k.id, f.miner_model_id), f.serial_number, f.actual_hashrate, f.actual_power,
                   f.status
              FROM minerstream_fleet f LEFT JOIN miner_models k ON k.model_name = f.model_name
             ORDER BY f.id
            ON CONFLICT (id) DO UPDATE
               SET miner_model_id = excluded.miner_model_id, actual_hashrate = excluded.actual_hashrate,
                   actual_power = excluded.actual_power, status = excluded.status
             WHERE (m.miner_model_id, m.actual_hashrate, m.actual_power, m.status)
                   IS DISTINCT FROM
                   (excluded.miner_model_id, excluded.actual_hashrate, excluded.actual_power, excluded.status)""";

    // Rows were inserted with ids: ids that the database assigns later must not collide with them.
    private static final String ADVANCE_SEQUENCE =
            "SELECT setval(pg_get_serial_sequence('%1$s', 'id'), greatest(max(id), 1)) FROM %1$s HAVING max(id) IS NOT NULL";

    private final Connection connection;

    /** @param connection stays the caller's: it is not closed here, and must not be inside a transaction */
    public FleetTables(Connection connection) {
        this.connection = connection;
    }

    /**
     * Writes a fleet, in one transaction. Idempotent: existing miners are updated, existing sites and models stay
     * unchanged. A miner's model is found by its name.
     *
     * @param sites names of the sites by id
     * @param models the models that miners name
     * @param miners the fleet; read once, in any order, never held in memory
     * @param changes the complete schedules of these sites, which replace theirs; read as miners are. Empty keeps the schedules
     * @throws WarehouseException when an id or serial number belongs to another miner already, or a model is unknown; nothing
     *     is written then
     */
    public SeededFleet seed(
            Map<Integer, String> sites,
            Collection<ModelRow> models,
            Iterable<HostingMiner> miners,
            Optional<Iterable<StatusChange>> changes) {
        return WarehouseTransaction.write(connection, "seeding the fleet", () -> {
            insertSites(sites);
            insertModels(models);
            try (Statement statement = connection.createStatement()) {
                statement.execute(CREATE_STAGE);
                long staged = stage(miners);
                statement.execute("ANALYZE minerstream_fleet");
                refuseTaken(statement);
                refuseUnknownModels(statement);
                long written = statement.executeLargeUpdate(MERGE);
                for (String table : List.of("hosting_sites", "miner_models", "hosting_miners")) {
                    statement.execute(ADVANCE_SEQUENCE.formatted(table));
                }
                // Later queries join over it, and autovacuum's statistics come a minute late.
                statement.execute("ANALYZE hosting_miners");
                Optional<SeededSchedule> schedule = changes.isEmpty()
                        ? Optional.empty()
                        : Optional.of(ScheduleTable.write(connection, sites.keySet(), changes.get()));
                return new SeededFleet(written, staged - written, schedule);
            }
        });
    }

    private long stage(Iterable<HostingMiner> miners) throws SQLException {
        return CopyText.into(
                "minerstream_fleet (id, site_id, miner_model_id, model_name, serial_number, actual_hashrate, actual_power, "
                        + "status)",
                connection,
                miners,
                (copy, miner) -> copy.field(miner.getMinerId())
                        .field(miner.getSiteId())
                        .field(miner.getMinerModelId())
                        .field(miner.getModelName())
                        .field(miner.getSerialNumber())
                        .field(miner.getActualHashrate())
                        .field(miner.getActualPower())
                        .last(miner.getStatus()));
    }

    /** Ids of the sites, in ascending order; those without miners among them. */
    public List<Integer> siteIds() {
        try {
            return Query.list(connection, "SELECT id FROM hosting_sites ORDER BY id", row -> row.getInt(1));
        } catch (SQLException e) {
            throw WarehouseErrors.running(connection, "reading hosting_sites", e);
        }
    }

    private void insertSites(Map<Integer, String> sites) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT_SITE)) {
            for (Map.Entry<Integer, String> site : sites.entrySet()) {
                Query.set(insert, site.getKey(), site.getValue());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private void insertModels(Collection<ModelRow> models) throws SQLException {
        try (PreparedStatement withId = connection.prepareStatement(INSERT_MODEL);
                PreparedStatement withoutId = connection.prepareStatement(INSERT_MODEL_WITHOUT_ID)) {
            for (ModelRow model : models) {
                if (model.id() == ModelRow.NO_ID) {
                    continue;
                }
                Query.set(
                        withId,
                        model.id(),
                        model.name(),
                        model.manufacturer(),
                        model.referenceHashrateTh(),
                        model.referencePowerW(),
                        model.id(),
                        model.name());
                withId.addBatch();
            }
            withId.executeBatch();
            if (!models.isEmpty()) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute(ADVANCE_SEQUENCE.formatted("miner_models"));
                }
            }
            for (ModelRow model : models) {
                Query.set(
                        withoutId,
                        model.name(),
                        model.manufacturer(),
                        model.referenceHashrateTh(),
                        model.referencePowerW(),
                        model.name());
                withoutId.addBatch();
            }
            withoutId.executeBatch();
        }
    }

    private static void refuseTaken(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(TAKEN)) {
            if (row.next()) {
                throw new WarehouseException(
                        ("hosting_miners: ids and serial numbers must be free or belong to the same miner, got %s miners of "
                                        + "which another one has them; first: miner %s (site %s, %s), the table has miner %s "
                                        + "(site %s, %s). Use other ids and serial numbers, or another database")
                                .formatted(
                                        row.getLong(7),
                                        row.getInt(1),
                                        row.getInt(2),
                                        row.getString(3),
                                        row.getInt(4),
                                        row.getInt(5),
                                        row.getString(6)),
                        null);
            }
        }
    }

    private static void refuseUnknownModels(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(UNKNOWN_MODEL)) {
            if (row.next()) {
                throw new WarehouseException(
                        "miner_models: must hold the model of every miner, got %s miners without; first: '%s'"
                                .formatted(row.getLong(2), row.getString(1)),
                        null);
            }
        }
    }
}
