package io.minerstream.cli.connection;

import io.minerstream.cli.ExitCode;
import io.minerstream.cli.terminal.CommandException;
import io.minerstream.connect.rest.ConnectClient;
import io.minerstream.connect.rest.ConnectConfig;
import io.minerstream.connect.warehouse.WarehouseConfig;
import io.minerstream.schemas.serde.RegistryConfig;
import io.minerstream.schemas.serde.RegistryException;
import io.minerstream.schemas.serde.SchemaRegistry;
import io.minerstream.schemas.topic.TopicNames;
import io.minerstream.stack.RunningStack;
import io.minerstream.stack.StackEndpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;

/** The resolved addresses and client settings of one command. Opens nothing until asked. Immutable. */
public final class Connections {

    private final Map<String, String> properties;
    private final WarehouseConfig warehouse;
    private final StackEndpoints embedded;
    private final TopicNames topics;
    private final String noneRuns;

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

    /** What the options name; a running {@code up} when they name no URL at all. */
    public static Connections resolve(ConnectionOptions options) {
        TopicNames topics;
        try {
            topics = new TopicNames(options.topicPrefix);
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.USAGE, e.getMessage(), e);
        }
        Map<String, String> properties = CommandProperties.read(options.commandConfig, options.commandProperties);
        if (options.namesNoUrl() && !properties.containsKey(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)) {
            Path directory = DataDirectory.of(options.dataDirectory);
            return running(directory)
                    .map(stack -> embedded(stack, topics, properties))
                    .orElseGet(() -> new Connections(
                            properties, null, null, topics, "and no `minerstream up` runs on " + directory));
        }
        put(properties, CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, options.bootstrapServer);
        put(properties, RegistryConfig.URL, options.registryUrl);
        put(properties, ConnectConfig.URL, options.connectUrl);
        return new Connections(properties, warehouse(options), null, topics, "but other addresses are");
    }

    /** The addresses of a stack that this process runs. */
    public static Connections embedded(StackEndpoints stack, TopicNames topics) {
        return embedded(stack, topics, new HashMap<>());
    }

    private static Connections embedded(StackEndpoints stack, TopicNames topics, Map<String, String> properties) {
        put(properties, CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, stack.bootstrapServers());
        put(properties, RegistryConfig.URL, stack.registryUrl());
        put(properties, ConnectConfig.URL, stack.connectUrl());
        WarehouseConfig warehouse = stack.jdbcUrl() == null
                ? null
                : new WarehouseConfig(stack.jdbcUrl(), stack.databaseUser(), stack.passwordFile());
        return new Connections(properties, warehouse, stack, topics, "");
    }

    private static Optional<StackEndpoints> running(Path directory) {
        try {
            return RunningStack.find(directory);
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.UNREACHABLE,
                    "data directory %s: must be readable to find the running stack, got %s; run as its owner, or give the URLs"
                            .formatted(directory, e),
                    e);
        }
    }

    private static WarehouseConfig warehouse(ConnectionOptions options) {
        if (options.databaseUrl == null) {
            return null;
        }
        Path password = options.databasePasswordFile;
        if (password != null && !Files.isReadable(password)) {
            throw new CommandException(
                    ExitCode.USAGE, "--database-password-file: must be a readable file, got " + password);
        }
        try {
            return new WarehouseConfig(options.databaseUrl, options.databaseUser, options.databasePasswordFile);
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.USAGE, "--database-url: " + e.getMessage(), e);
        }
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

    /** Settings for Kafka clients, serializers and the registry client; a new map at each call. */
    public Map<String, String> kafkaProperties() {
        require("Kafka", "--bootstrap-server", has(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
        require("schema registry", "--schema-registry-url", has(RegistryConfig.URL));
        return new HashMap<>(properties);
    }

    /** Whether the addresses of Kafka and of the registry are known. */
    public boolean hasKafka() {
        return has(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG) && has(RegistryConfig.URL);
    }

    /** An admin client of a cluster that has just answered. The caller closes it. */
    public Admin openAdmin() {
        require("Kafka", "--bootstrap-server", has(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
        return KafkaProbe.open(new HashMap<>(properties));
    }

    /** A client of a registry that has just answered. The caller closes it. */
    public SchemaRegistry openRegistry() {
        require("schema registry", "--schema-registry-url", has(RegistryConfig.URL));
        SchemaRegistry registry = SchemaRegistry.connect(properties);
        try {
            registry.subjects();
            return registry;
        } catch (RegistryException e) {
            registry.close();
            throw new CommandException(ExitCode.UNREACHABLE, e.getMessage(), e);
        } catch (RuntimeException e) {
            registry.close();
            throw e;
        }
    }

    /** Whether Connect's address is known. */
    public boolean hasConnect() {
        return has(ConnectConfig.URL);
    }

    /** A client of Connect's REST API; asks nothing yet. */
    public ConnectClient connect() {
        require("Kafka Connect", "--connect-url", hasConnect());
        return ConnectClient.of(properties);
    }

    /** Whether the warehouse's address is known. */
    public boolean hasWarehouse() {
        return warehouse != null;
    }

    /** How to reach the warehouse. */
    public WarehouseConfig warehouse() {
        require("database", "--database-url", hasWarehouse());
        return warehouse;
    }

    /**
     * Does something with the warehouse on a connection of its own.
     *
     * @throws CommandException when the connection cannot be closed, after the work was done
     */
    public <T> T withWarehouse(WarehouseUse<T> use) {
        try (Connection database = warehouse().open()) {
            return use.apply(database);
        } catch (SQLException e) {
            throw new CommandException(
                    ExitCode.FAILED, "database: closing the connection failed: " + e.getMessage(), e);
        }
    }

    /** Work on an open connection, which it does not close. */
    @FunctionalInterface
    public interface WarehouseUse<T> {
        T apply(Connection database);
    }

    /** The embedded stack that these addresses belong to; empty for a user's own cluster. */
    public Optional<StackEndpoints> stack() {
        return Optional.ofNullable(embedded);
    }

    /** Address of the registry, for the converter of connectors. */
    public String registryUrl() {
        require("schema registry", "--schema-registry-url", has(RegistryConfig.URL));
        return properties.get(RegistryConfig.URL);
    }

    private boolean has(String key) {
        return properties.containsKey(key);
    }

    private void require(String what, String option, boolean known) {
        if (!known) {
            throw new CommandException(
                    ExitCode.UNREACHABLE,
                    "%s: needs an address, but %s is not given %s; give it, or start `minerstream up`"
                            .formatted(what, option, noneRuns));
        }
    }
}
