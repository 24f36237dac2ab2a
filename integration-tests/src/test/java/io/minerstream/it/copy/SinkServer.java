package io.minerstream.it.copy;

import io.minerstream.connect.warehouse.DatabasePassword;
import io.minerstream.connect.warehouse.WarehouseConfig;
import io.minerstream.stack.Component;
import io.minerstream.stack.LocalStack;
import io.minerstream.stack.StackConfig;
import io.minerstream.stack.StackEndpoints;
import io.minerstream.stack.StackListener;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A PostgreSQL for all tests of this package in this JVM, with which it ends. Each test has a schema of its own. */
final class SinkServer {

    private static StackEndpoints endpoints;
    private static int schemas;

    private final String schema;
    private final String parameters;

    private SinkServer(String schema, String parameters) {
        this.schema = schema;
        this.parameters = parameters;
    }

    static synchronized SinkServer newSchema() {
        if (endpoints == null) {
            try {
                Path folder = StackConfig.temporary(Path.of(System.getProperty("java.io.tmpdir")))
                        .dataDirectory();
                LocalStack stack = LocalStack.start(
                        new StackConfig(folder, true, EnumSet.of(Component.POSTGRES)), StackListener.NONE);
                Runtime.getRuntime().addShutdownHook(new Thread(stack::close, "sink-server-close"));
                endpoints = stack.endpoints();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        SinkServer server = new SinkServer("copy_" + ++schemas, "");
        try (Connection connection = server.open();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA " + server.schema);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return server;
    }

    /** The same schema by a URL with more parameters, {@code &name=value}. */
    SinkServer with(String more) {
        return new SinkServer(schema, parameters + more);
    }

    String schema() {
        return schema;
    }

    private String url() {
        return endpoints.jdbcUrl() + "?currentSchema=" + schema + parameters;
    }

    private static WarehouseConfig config(String url) {
        return new WarehouseConfig(url, endpoints.databaseUser(), endpoints.passwordFile());
    }

    Connection open() {
        return config(url()).open();
    }

    /** A session that holds a lock on a table until it rolls back or is closed. */
    Connection lock(String table) throws SQLException {
        Connection connection = open();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("LOCK TABLE " + table);
        }
        return connection;
    }

    /** Settings that lead to it. */
    Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        settings.put("name", schema);
        settings.put("connection.url", url());
        settings.put("connection.user", endpoints.databaseUser());
        settings.put("connection.password", DatabasePassword.in(endpoints.passwordFile()));
        settings.put("retry.backoff.ms", "20");
        settings.put("retry.backoff.max.ms", "100");
        return settings;
    }

    void execute(String... statements) {
        try (Connection connection = open();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Rows, their columns joined by {@code |}, as the server shows them in UTC. */
    List<String> query(String sql) {
        try (Connection connection = open();
                Statement statement = connection.createStatement()) {
            statement.execute("SET TIME ZONE 'UTC'");
            List<String> rows = new ArrayList<>();
            try (ResultSet row =
                    statement.executeQuery("SELECT concat_ws('|', VARIADIC ARRAY(SELECT coalesce(v, 'NULL')"
                            + " FROM json_each_text(row_to_json(q)) WITH ORDINALITY AS j (k, v, n) ORDER BY n)) FROM ("
                            + sql
                            + ") q")) {
                while (row.next()) {
                    rows.add(row.getString(1));
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    long count(String table) {
        return Long.parseLong(query("SELECT COUNT(*) FROM " + table).get(0));
    }
}
