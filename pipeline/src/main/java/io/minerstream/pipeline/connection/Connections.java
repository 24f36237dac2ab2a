package io.minerstream.pipeline.connection;

import io.minerstream.connect.rest.ConnectClient;
import io.minerstream.connect.rest.ConnectConfig;
import io.minerstream.connect.warehouse.WarehouseConfig;
import io.minerstream.connect.warehouse.WarehouseUnavailableException;
import io.minerstream.pipeline.PipelineException;
import io.minerstream.schemas.serde.RegistryConfig;
import io.minerstream.schemas.serde.SchemaRegistry;
import io.minerstream.schemas.topic.TopicNames;
import io.minerstream.stack.RunningStack;
import io.minerstream.stack.StackEndpoints;
import io.minerstream.stack.data.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Resolved addresses and client settings. Each method that opens a client connects. Whatever is about to use a server first asks
 * it for an answer, once, so that an unreachable one is reported within seconds, by its address and option. Thread-safe.
 */
public final class Connections {

    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    private static final String BOOTSTRAP_SERVER = "--bootstrap-server";
    private static final String REGISTRY_URL = "--schema-registry-url";
    private static final String CONNECT_URL = "--connect-url";
    private static final String DATABASE_URL = "--database-url";

    private final Map<String, String> properties;
    private final WarehouseConfig warehouse;
    private final StackEndpoints embedded;
    private final TopicNames topics;
    private final String noneRuns;
    /** Options of the servers that have answered. Several threads may ask at once: one does. */
    private final Map<String, Boolean> answered = new ConcurrentHashMap<>();

    private Connections(
            Map<String, String> properties,
            WarehouseConfig warehouse,
            StackEndpoints embedded,
            TopicNames topics,
            String noneRuns) {
        this.properties = properties;
        this.warehouse = warehouse;
        this.embedded = embedded;
        this.topics = topics;
        this.noneRuns = noneRuns;
    }

    /** The addresses of the settings, or those of a running {@code up} when they name no URL. */
    public static Connections resolve(ConnectionSettings settings) {
        TopicNames topics = PipelineException.valid("", () -> new TopicNames(settings.topicPrefix()));
        Map<String, String> properties = CommandProperties.read(settings.commandConfig(), settings.commandProperties());
        if (settings.namesNoUrl() && !properties.containsKey(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)) {
            Path directory = StackDirectory.of(settings.dataDirectory());
            return running(directory)
                    .map(stack -> embedded(stack, topics, properties))
                    .orElseGet(() -> new Connections(
                            properties, null, null, topics, "and no `minerstream up` runs on " + directory));
        }
        put(properties, CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServer());
        put(properties, RegistryConfig.URL, settings.registryUrl());
        put(properties, ConnectConfig.URL, settings.connectUrl());
        return of(properties, warehouse(settings), topics);
    }

    /**
     * Addresses from a program.
     *
     * @param properties settings of the Kafka clients, the registry client and the client of Kafka Connect under their own names:
     *     {@code bootstrap.servers}, {@code schema.registry.url}, {@code connect.url}, ...
     * @param warehouse null for none
     */
    public static Connections of(Map<String, String> properties, WarehouseConfig warehouse, TopicNames topics) {
        return new Connections(new HashMap<>(properties), warehouse, null, topics, "but other addresses are");
    }

    /** The addresses of a stack that this process runs. */
    public static Connections embedded(StackEndpoints stack, TopicNames topics) {
        return embedded(stack, topics, new HashMap<>());
    }

    private static Connections embedded(StackEndpoints stack, TopicNames topics, Map<String, String> properties) {
        put(properties, CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, stack.bootstrapServers());
        // Nobody collects or reads them there, and push alone doubles the time that a client needs to register a
        // metric.
        properties.putIfAbsent(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, "false");
        properties.putIfAbsent(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, "");
        put(properties, RegistryConfig.URL, stack.registryUrl());
        put(properties, ConnectConfig.URL, stack.connectUrl());
        if (stack.connectProperties() != null) {
            properties.putAll(
                    readable(stack.dataDirectory(), () -> PrivateFile.readProperties(stack.connectProperties())));
        }
        WarehouseConfig warehouse = stack.jdbcUrl() == null
                ? null
                : new WarehouseConfig(stack.jdbcUrl(), stack.databaseUser(), stack.passwordFile());
        return new Connections(properties, warehouse, stack, topics, "");
    }

    private static Optional<StackEndpoints> running(Path directory) {
        return readable(directory, () -> RunningStack.find(directory));
    }

    /** A read of a file of the running stack. */
    private interface Read<T> {
        T read() throws IOException;
    }

    private static <T> T readable(Path directory, Read<T> read) {
        try {
            return read.read();
        } catch (IOException e) {
            throw PipelineException.unreachable(
                    "data directory %s: must be readable to find the running stack, got %s; run as its owner, or give the URLs"
                            .formatted(directory, e),
                    e);
        }
    }

    private static WarehouseConfig warehouse(ConnectionSettings settings) {
        if (settings.databaseUrl() == null) {
            return null;
        }
        Path password = settings.databasePasswordFile();
        if (password != null && !Files.isReadable(password)) {
            throw PipelineException.usage("--database-password-file: must be a readable file, got " + password);
        }
        return PipelineException.valid(
                "--database-url: ",
                () -> new WarehouseConfig(
                        settings.databaseUrl(), settings.databaseUser(), settings.databasePasswordFile()));
    }

    private static void put(Map<String, String> properties, String key, String value) {
        if (value != null) {
            properties.put(key, value);
        }
    }

    /** Names of the topics, with the user's prefix. */
    public TopicNames topics() {
        return topics;
    }

    /**
     * Settings for Kafka clients, serializers and the registry client; a new map at each call.
     *
     * @throws PipelineException when Kafka or the registry does not answer
     */
    public Map<String, String> kafkaProperties() {
        require("Kafka", BOOTSTRAP_SERVER, has(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
        require("schema registry", REGISTRY_URL, has(RegistryConfig.URL));
        Map<String, String> settings = brokerProperties();
        requireAnswer(REGISTRY_URL, () -> Probe.registry(properties));
        return settings;
    }

    /**
     * Settings for Kafka clients that need no registry; a new map at each call.
     *
     * @throws PipelineException when Kafka does not answer
     */
    public Map<String, String> brokerProperties() {
        require("Kafka", BOOTSTRAP_SERVER, has(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
        requireAnswer(BOOTSTRAP_SERVER, () -> openAdmin().close());
        return new HashMap<>(properties);
    }

    /** Whether the addresses of Kafka and of the registry are known. */
    public boolean hasKafka() {
        return has(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG) && has(RegistryConfig.URL);
    }

    /** An admin client of a cluster that has just answered. The caller closes it. */
    public Admin openAdmin() {
        require("Kafka", BOOTSTRAP_SERVER, has(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
        return KafkaProbe.open(new HashMap<>(properties));
    }

    /** A client of a registry that has answered. The caller closes it. */
    public SchemaRegistry openRegistry() {
        require("schema registry", REGISTRY_URL, has(RegistryConfig.URL));
        requireAnswer(REGISTRY_URL, () -> Probe.registry(properties));
        return SchemaRegistry.connect(properties);
    }

    /**
     * Asks the registry again.
     *
     * @throws PipelineException when it does not answer
     */
    public void probeRegistry() {
        Probe.registry(properties);
    }

    /** Whether Connect's address is known. */
    public boolean hasConnect() {
        return has(ConnectConfig.URL);
    }

    /** A client of a Kafka Connect that has answered. */
    public ConnectClient connect() {
        require("Kafka Connect", CONNECT_URL, hasConnect());
        requireAnswer(CONNECT_URL, () -> Probe.connect(properties));
        return ConnectClient.of(properties);
    }

    /** Whether the warehouse's address is known. */
    public boolean hasWarehouse() {
        return warehouse != null;
    }

    /** Whether the addresses of Kafka Connect and of the warehouse are known. */
    public boolean hasSink() {
        return hasWarehouse() && hasConnect();
    }

    /**
     * Asks Kafka Connect and the warehouse for an answer, where {@link #hasSink}, before something is written that they are to
     * receive.
     */
    public void requireSink() {
        if (hasSink()) {
            connect();
            withWarehouse(database -> null);
        }
    }

    /** How to reach the warehouse. */
    public WarehouseConfig warehouse() {
        require("database", DATABASE_URL, hasWarehouse());
        return warehouse;
    }

    /**
     * Does something with the warehouse on a connection of its own.
     *
     * @param use must not close the connection
     * @throws PipelineException when the connection cannot be closed, after the work
     */
    public <T> T withWarehouse(Function<Connection, T> use) {
        try (Connection database = openWarehouse()) {
            return use.apply(database);
        } catch (SQLException e) {
            throw PipelineException.failed("database: closing the connection failed: " + e.getMessage(), e);
        }
    }

    private Connection openWarehouse() {
        try {
            return warehouse().open();
        } catch (WarehouseUnavailableException e) {
            throw Probe.failed(DATABASE_URL, e);
        }
    }

    /** The embedded stack that these addresses belong to; empty for a user's own cluster. */
    public Optional<StackEndpoints> stack() {
        return Optional.ofNullable(embedded);
    }

    /** Whether these are the addresses of an embedded stack that has ended since: nothing will answer there again. */
    public boolean stackHasEnded() {
        try {
            return embedded != null
                    && RunningStack.find(embedded.dataDirectory()).isEmpty();
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("the stack's files cannot be read: whether it has ended is not known");
            return false;
        }
    }

    /** Addresses of the registry, for the converter of connectors: without credentials, which are those of the command. */
    public String registryUrl() {
        require("schema registry", REGISTRY_URL, has(RegistryConfig.URL));
        return String.join(",", new RegistryConfig(properties).urls());
    }

    private void requireAnswer(String option, Runnable probe) {
        answered.computeIfAbsent(option, server -> {
            probe.run();
            return true;
        });
    }

    private boolean has(String key) {
        return properties.containsKey(key);
    }

    private void require(String what, String option, boolean known) {
        if (!known) {
            throw PipelineException.unreachable(
                    "%s: needs an address, but %s is not given %s; give it, or start `minerstream up`"
                            .formatted(what, option, noneRuns),
                    null);
        }
    }
}
