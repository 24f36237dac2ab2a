package io.minerstream.connect.warehouse;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** The six tables of the warehouse. */
public final class WarehouseSchema {

    private static final String SCRIPT = "/sql/001-tables.sql";

    /** Any constant, the same in every process: "minerstr" in ASCII. */
    private static final long LOCK = 0x6d696e6572737472L;

    private WarehouseSchema() {}

    /**
     * Creates the tables that are missing, and adds the unique keys to existing ones. Idempotent and atomic; concurrent
     * calls wait for each other.
     *
     * @throws WarehouseException when the schema does not exist, or an existing table lacks a needed column, or holds rows that share a key that must be
     *     unique: the message says how many and how to find them
     * @throws WarehouseUnavailableException when the connection is lost
     */
    public static void create(Connection connection) {
        String script = script();
        name(connection);
        WarehouseTransaction.write(connection, "creating the tables", () -> {
            try (Statement statement = connection.createStatement()) {
                // CREATE ... IF NOT EXISTS is not safe against itself; the lock is. It ends with the transaction.
                statement.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
                // Every run but the first would answer one notice per table.
                statement.execute("SET LOCAL client_min_messages = warning");
                statement.execute(script);
            }
            return null;
        });
    }

    /**
     * The schema in which {@link #create} makes the tables: the first one of the connection's search path, which the user's
     * settings and {@code currentSchema} of the JDBC URL decide.
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

    /** The script that {@link #create} runs, to be run by hand. */
    public static String script() {
        try (InputStream in = WarehouseSchema.class.getResourceAsStream(SCRIPT)) {
            if (in == null) {
                throw new IllegalStateException("class path: must hold " + SCRIPT + "; the jar is incomplete");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
