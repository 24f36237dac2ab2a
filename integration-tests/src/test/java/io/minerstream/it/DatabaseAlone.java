package io.minerstream.it;

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
import java.util.List;

/** The embedded PostgreSQL without the other parts; it starts within two seconds. */
final class DatabaseAlone implements AutoCloseable {

    private final LocalStack stack;

    DatabaseAlone(Path folder) throws Exception {
        stack = LocalStack.start(
                new StackConfig(folder.resolve("database"), true, EnumSet.of(Component.POSTGRES)), StackListener.NONE);
    }

    /** A connection to a new schema, whose name may need quotes; the caller closes it. */
    Connection schema(String name) throws SQLException {
        try (Connection database = config("public").open();
                Statement sql = database.createStatement()) {
            sql.execute("CREATE SCHEMA \"" + name + "\"");
        }
        return config(name).open();
    }

    /** As commands have it. */
    WarehouseConfig config(String schema) {
        StackEndpoints endpoints = stack.endpoints();
        return new WarehouseConfig(
                endpoints.jdbcUrl() + "?currentSchema=%22" + schema.replace(" ", "%20") + "%22",
                endpoints.databaseUser(),
                endpoints.passwordFile());
    }

    /** Runs a command on a schema. */
    Cli run(String schema, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        WarehouseConfig config = config(schema);
        all.addAll(List.of(
                "--database-url",
                config.jdbcUrl(),
                "--database-user",
                config.user(),
                "--database-password-file",
                config.passwordFile().toString()));
        return Cli.run(all.toArray(String[]::new));
    }

    static void execute(Connection database, String sql) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of all rows, as text. */
    static List<String> column(Connection database, String sql) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    @Override
    public void close() {
        stack.close();
    }
}
