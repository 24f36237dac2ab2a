package io.minerstream.pipeline.sink;

import io.minerstream.connect.rest.ConnectClient;
import io.minerstream.connect.rest.ConnectorStatus;
import io.minerstream.connect.sink.ConnectorDefinition;
import io.minerstream.connect.sink.Sink;
import io.minerstream.connect.sink.SinkDeployment;
import io.minerstream.connect.sink.SinkEnvironment;
import io.minerstream.connect.sink.SinkKind;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;

/** The sinks as the addresses of a command define them. */
public final class SinkSettings {

    private static final Duration DEPLOY_TIMEOUT = Duration.ofSeconds(90);

    private SinkSettings() {}

    /**
     * What was deployed.
     *
     * @param sinks their states; none is missing
     * @param findings a sentence for each property of an existing table that would stop the sinks
     */
    public record Deployed(SinkStates sinks, List<String> findings) {

        public Deployed {
            findings = List.copyOf(findings);
        }
    }

    /**
     * What is to be deployed.
     *
     * @param kind which connector; empty for the one that is deployed already, else {@link SinkKind#DEFAULT}
     * @param withMiners whether {@code hosting_miners} is filled, too; a sink of it that is deployed already is updated in any case
     * @param passwordReference where the Connect worker finds the database password, {@code ${provider:path:key}}; null for the
     *     embedded stack, whose worker reads it from the stack's own file
     * @param replicationFactor of the dead letter topic, at least 1
     * @param settings further or other settings of all connectors, for example the registry's credentials; secrets by reference
     */
    public record Request(
            Optional<SinkKind> kind,
            boolean withMiners,
            String passwordReference,
            short replicationFactor,
            Map<String, String> settings) {

        public Request {
            settings = Map.copyOf(settings);
        }

        /** The usual sinks of an embedded stack. */
        public static Request ofStack() {
            return new Request(Optional.empty(), false, null, (short) 1, Map.of());
        }
    }

    /** A sink that is to be deployed. */
    private record Chosen(Sink sink, SinkKind kind) {}

    /**
     * Creates the tables and the dead letter topic, and creates, updates or switches the connectors for these addresses. Returns
     * when they run and have committed the first records that waited.
     */
    public static Deployed deploy(Connections connections, Request request) {
        String password = request.passwordReference != null ? request.passwordReference : ofStack(connections);
        // Before anything is written.
        ConnectClient connect = connections.connect();
        List<Chosen> chosen = chosen(connect, request);
        return connections.withWarehouse(database -> {
            List<ConnectorDefinition> connectors =
                    definitions(connections, chosen, WarehouseSchema.name(database), password, request);
            WarehouseSchema.create(database);
            SinkTables tables = new SinkTables(database);
            if (chosen.stream().anyMatch(choice -> choice.sink == Sink.MINERS)) {
                tables.requireNoSchedule();
            }
            List<String> findings = tables.findings(chosen.stream()
                    .filter(choice -> !choice.kind.rejectsSingleRows())
                    .map(choice -> choice.sink.table())
                    .toList());
            createDeadLetterTopic(connections, request.replicationFactor);
            try (FirstCommits commits = new FirstCommits(connections, connectors)) {
                List<ConnectorStatus> statuses =
                        new SinkDeployment(connect).deployAll(connectors, DEPLOY_TIMEOUT, commits::areThere);
                return new Deployed(states(chosen, statuses), findings);
            }
        });
    }

    private static SinkStates states(List<Chosen> chosen, List<ConnectorStatus> statuses) {
        List<SinkStates.Deployed> states = new ArrayList<>();
        for (int i = 0; i < chosen.size(); i++) {
            states.add(
                    new SinkStates.Deployed(statuses.get(i), chosen.get(i).kind.word()));
        }
        return new SinkStates(states, List.of());
    }

    private static List<Chosen> chosen(ConnectClient connect, Request request) {
        List<Chosen> chosen = new ArrayList<>();
        for (Sink sink : Sink.values()) {
            Optional<Map<String, String>> deployed = connect.config(sink.connectorName());
            if (deployed.isPresent() || sink.isDeployedByDefault() || (sink == Sink.MINERS && request.withMiners)) {
                chosen.add(new Chosen(
                        sink,
                        request.kind
                                .or(() -> deployed.flatMap(config -> SinkKind.ofClass(config.get("connector.class"))))
                                .orElse(SinkKind.DEFAULT)));
            }
        }
        return chosen;
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

    private static List<ConnectorDefinition> definitions(
            Connections connections, List<Chosen> chosen, String schema, String password, Request request) {
        WarehouseConfig warehouse = connections.warehouse();
        return PipelineException.valid("sink: ", () -> {
            SinkEnvironment environment = new SinkEnvironment(
                    connections.topics(),
                    request.replicationFactor,
                    connections.registryUrl(),
                    warehouse.jdbcUrl(),
                    schema,
                    warehouse.user(),
                    password);
            return chosen.stream()
                    .map(choice -> choice.sink.definition(
                            choice.sink.connectorName(), choice.kind, environment, request.settings))
                    .toList();
        });
    }
}
