package io.minerstream.it;

import io.minerstream.pipeline.connection.Connections;
import io.minerstream.schemas.topic.TopicNames;
import io.minerstream.stack.StackEndpoints;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A copy of a site's tables in a schema of its own, that a test may tamper with: without keys and indexes, so that it can hold
 * what the pipeline's own table refuses.
 */
record TelemetrySchema(String name, StackEndpoints stack) {

    /** Creates the schema with the miners and the telemetry that the site has now. */
    static TelemetrySchema copyOf(int siteId, String name) throws SQLException {
        StackEndpoints stack = SharedPipeline.endpoints();
        String url = stack.jdbcUrl() + (stack.jdbcUrl().contains("?") ? "&" : "?") + "currentSchema=" + name;
        TelemetrySchema schema = new TelemetrySchema(
                name,
                new StackEndpoints(
                        stack.bootstrapServers(),
                        stack.registryUrl(),
                        stack.connectUrl(),
                        stack.connectProperties(),
                        url,
                        stack.databaseUser(),
                        stack.databaseProperties(),
                        stack.passwordFile(),
                        stack.pgpass(),
                        stack.dataDirectory(),
                        stack.logDirectory()));
        try (Connection database = SharedPipeline.database();
                Statement sql = database.createStatement()) {
            sql.execute("CREATE SCHEMA " + name);
            sql.execute("CREATE TABLE %s.miner_models AS SELECT * FROM public.miner_models".formatted(name));
            sql.execute("CREATE TABLE %s.hosting_miners AS SELECT * FROM public.hosting_miners WHERE site_id = %s"
                    .formatted(name, siteId));
            // Of the columns and defaults only NOT NULL would remain; a table of someone else's may lack it.
            sql.execute(
                    """
                    CREATE TABLE %s.miner_telemetry AS
                    SELECT t.* FROM public.miner_telemetry t JOIN public.hosting_miners m ON m.id = t.miner_id
                     WHERE m.site_id = %s"""
                            .formatted(name, siteId));
        }
        return schema;
    }

    Connections connections(TopicNames topics) {
        return Connections.embedded(stack, topics);
    }

    /** Executes a statement that must change exactly one row. */
    void changeOne(String statement) throws SQLException {
        try (Connection database = connections(TopicNames.DEFAULT).warehouse().open();
                Statement sql = database.createStatement()) {
            int rows = sql.executeUpdate(statement);
            if (rows != 1) {
                throw new AssertionError("must change 1 row, changed " + rows + ": " + statement);
            }
        }
    }

    void execute(String statement) throws SQLException {
        try (Connection database = connections(TopicNames.DEFAULT).warehouse().open();
                Statement sql = database.createStatement()) {
            sql.execute(statement);
        }
    }

    /** The options that a user would give for it. */
    List<String> options() {
        List<String> options = new ArrayList<>(SharedPipeline.options());
        options.set(options.indexOf("--database-url") + 1, stack.jdbcUrl());
        return options;
    }
}
