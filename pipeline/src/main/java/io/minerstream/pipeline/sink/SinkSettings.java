package io.minerstream.pipeline.sink;

import io.minerstream.connect.rest.ConnectorStatus;
import io.minerstream.connect.sink.ConnectorDefinition;
import io.minerstream.connect.sink.Sink;
import io.minerstream.connect.sink.SinkDeployment;
import io.minerstream.connect.sink.SinkEnvironment;
import io.minerstream.connect.warehouse.WarehouseConfig;
import io.minerstream.connect.warehouse.WarehouseSchema;
import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.connection.Connections;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The sinks as the addresses of a command define them. */
public final class SinkSettings {

    private static final String SCHEMA = "public";
    private static final Duration DEPLOY_TIMEOUT = Duration.ofSeconds(90);

    /** Names of all our connectors. */
    public static final List<String> NAMES = List.of(Sink.TELEMETRY.connectorName(), Sink.STRATEGIES.connectorName());

    private SinkSettings() {}

    /**
     * Creates the tables, and creates or updates all connectors for these addresses. Returns when they run.
     *
     * @param passwordReference where the Connect worker finds the database password, {@code ${provider:path:key}}; null for the
     *     embedded stack, whose worker reads it from the stack's own file
     * @param replicationFactor of the dead letter topic, at least 1
     * @param settings further or other settings of all connectors, for example the registry's credentials; secrets by reference
     */
    public static List<ConnectorStatus> deploy(
            Connections connections, String passwordReference, short replicationFactor, Map<String, String> settings) {
        List<ConnectorDefinition> connectors = all(connections, passwordReference, replicationFactor, settings);
        connections.withWarehouse(database -> {
            WarehouseSchema.create(database);
            return null;
        });
        return new SinkDeployment(connections.connect()).deployAll(connectors, DEPLOY_TIMEOUT);
    }

    private static List<ConnectorDefinition> all(
            Connections connections, String passwordReference, short replicationFactor, Map<String, String> settings) {
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
        return PipelineException.valid("sink: ", () -> {
            SinkEnvironment environment = new SinkEnvironment(
                    connections.topics(),
                    replicationFactor,
                    connections.registryUrl(),
                    warehouse.jdbcUrl(),
                    SCHEMA,
                    warehouse.user(),
                    password);
            return Stream.of(Sink.TELEMETRY, Sink.STRATEGIES)
                    .map(sink -> sink.definition(sink.connectorName(), environment, settings))
                    .toList();
        });
    }
}
