package io.minerstream.cli.sink;

import io.minerstream.cli.ExitCode;
import io.minerstream.cli.connection.Connections;
import io.minerstream.cli.terminal.CommandException;
import io.minerstream.connect.sink.SinkEnvironment;
import io.minerstream.connect.sink.TelemetrySink;
import io.minerstream.connect.warehouse.WarehouseConfig;
import java.util.Map;

/** The telemetry sink as the addresses of a command define it. */
public final class SinkSettings {

    private static final String SCHEMA = "public";

    private SinkSettings() {}

    /**
     * The connector for these addresses.
     *
     * @param passwordReference where the Connect worker finds the database password, {@code ${provider:path:key}}; null for the
     *     embedded stack, whose worker reads it from the stack's own file
     * @param replicationFactor of the dead letter topic, at least 1
     */
    public static TelemetrySink telemetry(Connections connections, String passwordReference, short replicationFactor) {
        WarehouseConfig warehouse = connections.warehouse();
        String password = passwordReference != null
                ? passwordReference
                : connections
                        .stack()
                        .map(stack -> "${file:" + stack.databaseProperties() + ":password}")
                        .orElseThrow(
                                () -> new CommandException(
                                        ExitCode.USAGE,
                                        "--database-password-reference: must say where the Connect worker finds the database password, "
                                                + "got nothing; for example ${file:/etc/minerstream/secrets.properties:password}"));
        try {
            SinkEnvironment environment = new SinkEnvironment(
                    connections.topics(),
                    replicationFactor,
                    connections.registryUrl(),
                    warehouse.jdbcUrl(),
                    SCHEMA,
                    warehouse.user(),
                    password);
            return new TelemetrySink(TelemetrySink.NAME, environment, Map.of());
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.USAGE, "sink: " + e.getMessage(), e);
        }
    }
}
