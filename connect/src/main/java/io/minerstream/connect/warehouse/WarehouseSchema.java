package io.minerstream.connect.warehouse;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The tables of the warehouse, in the schema that {@link #name} says. All methods throw {@link WarehouseException} when the schema does
 * not exist or an existing table lacks a needed column, and {@link WarehouseUnavailableException} when the connection is lost.
 */
public final class WarehouseSchema {

    /** Any constant, the same in every process: "minerstr" in ASCII. */
    private static final long LOCK = 0x6d696e6572737472L;

    private static final String CHANGING = "changing the tables";

    private WarehouseSchema() {}

    /**
     * Creates the tables that are absent and that all sinks need, in their usual form. Existing ones stay as they are. Idempotent and atomic; concurrent
     * calls wait for each other.
     */
    public static void create(Connection connection) {
        name(connection);
        SchemaInspection inspection = new SchemaInspection(connection, TableOptions.DEFAULT);
        change(connection, CHANGING, statement -> {
            Set<WarehouseTable> dispensable = inspection.existing();
            Stream.of(WarehouseTable.values())
                    .filter(WarehouseTable::isOfOneSink)
                    .forEach(dispensable::add);
            return execute(statement, SchemaInspection.creations(TableOptions.DEFAULT, dispensable));
        });
    }

    /**
     * What separates the database from what is wanted. Changes nothing. Reads all rows of a table without its unique key.
     *
     * @param options of tables that are absent; an existing one gets what it lacks of them, and loses nothing but an index that
     *     {@link TableOptions#recordedAtIndex} replaces
     */
    public static SchemaPlan plan(Connection connection, TableOptions options) {
        name(connection);
        return WarehouseTransaction.snapshot(
                connection, "reading the tables", () -> new SchemaInspection(connection, options).plan());
    }

    /**
     * Makes the changes of {@link #plan}, in one transaction. Idempotent; concurrent calls wait for each other.
     *
     * @param upgrade whether existing tables are changed, too
     * @return the plan, as it was before
     * @throws WarehouseException when an upgrade meets an obstacle; nothing is changed then
     */
    public static SchemaPlan apply(Connection connection, TableOptions options, boolean upgrade) {
        name(connection);
        return change(connection, CHANGING, statement -> {
            SchemaPlan plan = new SchemaInspection(connection, options).plan();
            if (upgrade && !plan.findings().isEmpty()) {
                throw new WarehouseException(String.join("\n", plan.findings()), null);
            }
            execute(statement, plan.changes(upgrade));
            return plan;
        });
    }

    /** All tables, for a schema that has none of them. Asks no database. */
    public static SchemaPlan planOfNothing(TableOptions options) {
        return new SchemaPlan(Optional.empty(), SchemaInspection.creations(options, Set.of()), List.of());
    }

    /**
     * The schema of the tables: the first one of the connection's search path, which the user's settings and {@code currentSchema}
     * of the JDBC URL decide.
     *
     * @throws WarehouseException when none of them exists
     */
    public static String name(Connection connection) {
        try {
            String schema = Query.list(connection, "SELECT current_schema()", row -> row.getString(1))
                    .get(0);
            if (schema == null) {
                String path = Query.list(connection, "SHOW search_path", row -> row.getString(1))
                        .get(0);
                throw new WarehouseException(
                        "database schema: one of search_path (currentSchema of the JDBC URL) must exist, got " + path
                                + "; create it with: CREATE SCHEMA " + path.split(",", 2)[0].strip() + ";",
                        null);
            }
            return schema;
        } catch (SQLException e) {
            throw WarehouseErrors.running(connection, "reading the name of the schema", e);
        }
    }

    /** Changes of the schema that belong together. */
    @FunctionalInterface
    interface Work<T> {
        T run(Statement statement) throws SQLException;
    }

    /** In a transaction of its own; concurrent calls wait for each other. */
    static <T> T change(Connection connection, String what, Work<T> work) {
        return WarehouseTransaction.write(connection, what, () -> {
            try (Statement statement = connection.createStatement()) {
                // CREATE ... IF NOT EXISTS is not safe against itself; the lock is. It ends with the transaction.
                statement.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
                // Who uses a table may hold it for long, and all others would wait behind this.
                statement.execute("SET LOCAL lock_timeout = '30s'");
                // A notice for each table that is there.
                statement.execute("SET LOCAL client_min_messages = warning");
                return work.run(statement);
            }
        });
    }

    private static List<SchemaChange> execute(Statement statement, List<SchemaChange> changes) throws SQLException {
        for (SchemaChange change : changes) {
            statement.execute(change.sql());
        }
        return changes;
    }
}
