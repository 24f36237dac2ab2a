package io.minerstream.cli.pipeline;

import io.minerstream.cli.ExitCode;
import io.minerstream.cli.connection.Connections;
import io.minerstream.cli.terminal.CommandException;
import io.minerstream.connect.warehouse.WarehouseSchema;
import io.minerstream.schemas.serde.ContractRegistration;
import io.minerstream.schemas.serde.SchemaRegistry;
import io.minerstream.schemas.topic.TopicAdmin;
import io.minerstream.schemas.topic.TopicCatalog;
import io.minerstream.schemas.topic.TopicSpec;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;

/** Creates the topics and tables, and registers the contracts, that a command needs. Idempotent. */
public final class Preparation {

    private Preparation() {}

    /**
     * Prepares Kafka and the registry.
     *
     * @param partitions of topics that are created; null for those of an existing telemetry topic, else the default
     * @param replicationFactor of topics that are created; -1 for the broker's default
     * @param retention how long readings are kept in topics that are created, counted from their own time; null for ever
     * @throws CommandException when Kafka does not answer, or existing topics would lose or reorder data; nothing is created
     *     then
     */
    public static void prepare(
            Connections connections, Integer partitions, short replicationFactor, Duration retention) {
        prepare(connections, admin -> {
            int count = partitions != null ? partitions : existingPartitions(connections, admin);
            return new TopicCatalog(connections.topics(), count, replicationFactor, retention).topics();
        });
    }

    /**
     * Prepares Kafka and the registry for curtailment strategies alone.
     *
     * @param replicationFactor of the topic when it is created; -1 for the broker's default
     * @throws CommandException as {@link #prepare}
     */
    public static void strategies(Connections connections, short replicationFactor) {
        TopicCatalog catalog =
                new TopicCatalog(connections.topics(), TopicCatalog.DEFAULT_PARTITIONS, replicationFactor, null);
        prepare(connections, admin -> List.of(catalog.strategies()));
    }

    /** Creates the tables of the warehouse that are missing. */
    public static void tables(Connections connections) {
        connections.withWarehouse(database -> {
            WarehouseSchema.create(database);
            return null;
        });
    }

    private static void prepare(Connections connections, Function<Admin, List<TopicSpec>> specs) {
        try (Admin admin = connections.openAdmin();
                SchemaRegistry registry = connections.openRegistry()) {
            List<TopicSpec> topics = specs.apply(admin);
            List<String> findings = TopicAdmin.ensure(admin, topics);
            if (!findings.isEmpty()) {
                throw new CommandException(ExitCode.FAILED, String.join("\n", findings));
            }
            ContractRegistration.ensure(
                    registry,
                    connections.topics(),
                    topics.stream().map(TopicSpec::name).collect(Collectors.toSet()));
        }
    }

    private static int existingPartitions(Connections connections, Admin admin) {
        OptionalInt existing = TopicAdmin.partitions(admin, connections.topics().telemetry());
        return existing.orElse(TopicCatalog.DEFAULT_PARTITIONS);
    }
}
