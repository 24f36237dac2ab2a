package io.minerstream.cli.pipeline;

import io.minerstream.cli.ExitCode;
import io.minerstream.cli.connection.Connections;
import io.minerstream.cli.terminal.CommandException;
import io.minerstream.schemas.serde.ContractRegistration;
import io.minerstream.schemas.serde.SchemaRegistry;
import io.minerstream.schemas.topic.TopicAdmin;
import io.minerstream.schemas.topic.TopicCatalog;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.apache.kafka.clients.admin.Admin;

/** Creates the topics and registers the contracts that a run needs. Idempotent. */
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
        try (Admin admin = connections.openAdmin();
                SchemaRegistry registry = connections.openRegistry()) {
            int count = partitions != null ? partitions : existingPartitions(connections, admin);
            List<String> findings = TopicAdmin.ensure(
                    admin, new TopicCatalog(connections.topics(), count, replicationFactor, retention).topics());
            if (!findings.isEmpty()) {
                throw new CommandException(ExitCode.FAILED, String.join("\n", findings));
            }
            ContractRegistration.ensure(registry, connections.topics());
        }
    }

    private static int existingPartitions(Connections connections, Admin admin) {
        OptionalInt existing = TopicAdmin.partitions(admin, connections.topics().telemetry());
        return existing.orElse(TopicCatalog.DEFAULT_PARTITIONS);
    }
}
