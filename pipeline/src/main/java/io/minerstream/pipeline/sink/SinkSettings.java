package io.minerstream.pipeline.sink;

import io.minerstream.connect.rest.ConnectorStatus;
import io.minerstream.connect.sink.ConnectorDefinition;
import io.minerstream.connect.sink.Sink;
import io.minerstream.connect.sink.SinkDeployment;
import io.minerstream.connect.sink.SinkEnvironment;
import io.minerstream.connect.warehouse.SinkTables;
import io.minerstream.connect.warehouse.WarehouseConfig;
import io.minerstream.connect.warehouse.WarehouseSchema;
import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.producer.kafka.PreflightException;
import io.minerstream.schemas.topic.TopicAdmin;
import io.minerstream.schemas.topic.TopicCatalog;
import io.minerstream.schemas.topic.TopicSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/** The sinks as the addresses of a command define them. */
public final class SinkSettings {

    private static final Duration DEPLOY_TIMEOUT = Duration.ofSeconds(90);

    /** Names of all our connectors. */
    public static final List<String> NAMES = List.of(Sink.TELEMETRY.connectorName(), Sink.STRATEGIES.connectorName());

    private SinkSettings() {}

    /**
     * What was deployed.
     *
     * @param connectors their states
     * @param findings a sentence for each property of an existing table that would stop the sinks
     */
    public record Deployed(List<ConnectorStatus> connectors, List<String> findings) {

        public Deployed {
            connectors = List.copyOf(connectors);
            findings = List.copyOf(findings);
        }
    }

    /**
     * Creates the tables and the dead letter topic, and creates or updates all connectors for these addresses. Returns when they
     * run and have committed the first records that waited.
     *
     * @param passwordReference where the Connect worker finds the database password, {@code ${provider:path:key}}; null for the
     *     embedded stack, whose worker reads it from the stack's own file
     * @param replicationFactor of the dead letter topic, at least 1
     * @param settings further or other settings of all connectors, for example the registry's credentials; secrets by reference
     */
    public static Deployed deploy(
            Connections connections, String passwordReference, short replicationFactor, Map<String, String> settings) {
        String password = passwordReference != null ? passwordReference : ofStack(connections);
        // Before anything is written.
        SinkDeployment deployment = new SinkDeployment(connections.connect());
        return connections.withWarehouse(database -> {
            List<ConnectorDefinition> connectors =
                    all(connections, WarehouseSchema.name(database), password, replicationFactor, settings);
            WarehouseSchema.create(database);
            List<String> findings = new SinkTables(database).findings();
            createDeadLetterTopic(connections, replicationFactor);
            try (FirstCommits commits = new FirstCommits(connections, connectors)) {
                return new Deployed(deployment.deployAll(connectors, DEPLOY_TIMEOUT, commits::areThere), findings);
            }
        });
    }

    private static String ofStack(Connections connections) {
        return connections
                .stack()
                .map(stack -> "${file:" + stack.databaseProperties() + ":password}")
                .orElseThrow(() -> PipelineException.usage(
                        "--database-password-reference: must say where the Connect worker finds the database password, "
                                + "got nothing; for example ${file:/etc/minerstream/secrets.properties:password}"));
    }

    /** Connect would create it, with defaults that lose large dead letters and old ones. */
    private static void createDeadLetterTopic(Connections connections, short replicationFactor) {
        try (Admin admin = connections.openAdmin()) {
            TopicSpec topic = new TopicCatalog(connections.topics(), 1, replicationFactor, null).sinkDeadLetters();
            PreflightException.requireNone(List.of(), TopicAdmin.ensure(admin, List.of(topic)));
        }
    }

    private static List<ConnectorDefinition> all(
            Connections connections,
            String schema,
            String password,
            short replicationFactor,
            Map<String, String> settings) {
        WarehouseConfig warehouse = connections.warehouse();
        return PipelineException.valid("sink: ", () -> {
            SinkEnvironment environment = new SinkEnvironment(
                    connections.topics(),
                    replicationFactor,
                    connections.registryUrl(),
                    warehouse.jdbcUrl(),
                    schema,
                    warehouse.user(),
                    password);
            return Stream.of(Sink.TELEMETRY, Sink.STRATEGIES)
                    .map(sink -> sink.definition(sink.connectorName(), environment, settings))
                    .toList();
        });
    }
}
