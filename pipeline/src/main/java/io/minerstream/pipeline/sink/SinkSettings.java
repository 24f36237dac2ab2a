package io.minerstream.pipeline.sink;

import io.minerstream.connect.sink.ConnectorDefinition;
import io.minerstream.connect.sink.Sink;
import io.minerstream.connect.sink.SinkEnvironment;
import io.minerstream.connect.warehouse.WarehouseConfig;
import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.connection.Connections;
import java.util.List;

/** The sinks as the addresses of a command define them. */
public final class SinkSettings {

    private static final String SCHEMA = "public";

    /** Names of all our connectors. */
    public static final List<String> NAMES = List.of(Sink.TELEMETRY.connectorName(), Sink.STRATEGIES.connectorName());

    private SinkSettings() {}

    /**
     * All connectors for these addresses, in the order of {@link #NAMES}.
     *
     * @param passwordReference where the Connect worker finds the database password, {@code ${provider:path:key}}; null for the
     *     embedded stack, whose worker reads it from the stack's own file
     * @param replicationFactor of the dead letter topic, at least 1
     */
    public static List<ConnectorDefinition> all(
            Connections connections, String passwordReference, short replicationFactor) {
        WarehouseConfig warehouse = connections.warehouse();
        String password = passwordReference != null
                ? passwordReference
                : connections
                        .stack()
                        .map(stack -> "${file:" + stack.databaseProperties() + ":password}")
                        .orElseThrow(
                                () -> PipelineException.usage(
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
            return List.of(Sink.TELEMETRY.definition(environment), Sink.STRATEGIES.definition(environment));
        } catch (IllegalArgumentException e) {
            throw PipelineException.usage("sink: " + e.getMessage(), e);
        }
    }
}
