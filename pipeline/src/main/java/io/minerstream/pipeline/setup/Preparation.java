package io.minerstream.pipeline.setup;

import io.minerstream.connect.warehouse.WarehouseSchema;
import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.PipelineException.Kind;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.producer.kafka.PreflightException;
import io.minerstream.schemas.access.ClientPrincipal;
import io.minerstream.schemas.access.TopicAccess;
import io.minerstream.schemas.serde.ContractRegistration;
import io.minerstream.schemas.serde.SchemaRegistry;
import io.minerstream.schemas.topic.TopicAdmin;
import io.minerstream.schemas.topic.TopicCatalog;
import io.minerstream.schemas.topic.TopicSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclOperation;

/**
 * The topics and contracts that a command needs: what is missing, what is wrong with what is there, and the creation of the
 * rest. Idempotent. Connects when it is asked. Immutable.
 */
public final class Preparation {

    private final Connections connections;
    private final Integer partitions;
    private final short replicationFactor;
    private final Duration retention;
    private final boolean strategiesAlone;

    private Preparation(
            Connections connections,
            Integer partitions,
            short replicationFactor,
            Duration retention,
            boolean strategiesAlone) {
        this.connections = connections;
        this.partitions = partitions;
        this.replicationFactor = replicationFactor;
        this.retention = retention;
        this.strategiesAlone = strategiesAlone;
    }

    /**
     * All topics and contracts.
     *
     * @param partitions of topics that are created; null for those of an existing telemetry topic, else the default
     * @param replicationFactor of topics that are created; -1 for the broker's default
     * @param retention how long readings are kept in topics that are created, counted from their own time; null for ever
     */
    public static Preparation ofAll(
            Connections connections, Integer partitions, short replicationFactor, Duration retention) {
        return new Preparation(connections, partitions, replicationFactor, retention, false);
    }

    /**
     * Those of curtailment strategies alone.
     *
     * @param replicationFactor of the topic when it is created; -1 for the broker's default
     */
    public static Preparation ofStrategies(Connections connections, short replicationFactor) {
        return new Preparation(connections, null, replicationFactor, null, true);
    }

    /**
     * Prepares Kafka and the registry for commands that need every topic, as {@link #ofAll} has them.
     *
     * @throws PreflightException when existing topics or schemas would lose or refuse data; nothing is created then
     * @throws PipelineException when Kafka does not answer
     */
    public static void prepare(
            Connections connections, Integer partitions, short replicationFactor, Duration retention) {
        Preparation all = ofAll(connections, partitions, replicationFactor, retention);
        Plan plan = all.inspect();
        List<String> findings = new ArrayList<>(plan.findings);
        Map<String, Set<AclOperation>> nothing =
                plan.hidden.stream().collect(Collectors.toMap(Function.identity(), topic -> Set.of()));
        findings.addAll(TopicAccess.findings(ClientPrincipal.of(connections.kafkaProperties()), nothing, nothing));
        requireNone(findings);
        all.apply();
    }

    /**
     * Refuses options that no topic can have, before anything is connected to.
     *
     * @param partitions null when none were given
     * @param replicationFactor -1 for the broker's default
     * @throws PipelineException with {@link Kind#USAGE}
     */
    public static void requirePossible(Integer partitions, short replicationFactor) {
        List<String> findings = new ArrayList<>();
        if (partitions != null && partitions < 1) {
            findings.add("--partitions: must be at least 1, got " + partitions);
        }
        if (replicationFactor != -1 && replicationFactor < 1) {
            findings.add("--replication-factor: must be at least 1, or -1 for the broker's default, got "
                    + replicationFactor);
        }
        if (!findings.isEmpty()) {
            throw new PipelineException(Kind.USAGE, String.join("; ", findings));
        }
    }

    /** Creates the tables of the warehouse that are missing. */
    public static void tables(Connections connections) {
        connections.withWarehouse(database -> {
            WarehouseSchema.create(database);
            return null;
        });
    }

    /**
     * Refuses to go on when something was found.
     *
     * @param findings a sentence for each thing; those that say the same are told once
     * @throws PreflightException with all of them
     */
    public static void requireNone(Collection<String> findings) {
        if (!findings.isEmpty()) {
            throw new PreflightException(List.copyOf(new LinkedHashSet<>(findings)));
        }
    }

    /**
     * What {@link #apply} would find and do.
     *
     * @param findings a sentence for each thing that is wrong with what is there, or keeps something from being created
     * @param changes a line for each subject of the registry that would get a version or a compatibility
     * @param hidden topics that the principal must not look at, be they there or not
     */
    public record Plan(List<String> findings, List<String> changes, List<String> hidden) {

        public Plan {
            findings = List.copyOf(findings);
            changes = List.copyOf(changes);
            hidden = List.copyOf(hidden);
        }
    }

    /**
     * Looks at topics and contracts. Changes nothing. Topics that the principal must not look at are passed over, since what a
     * command itself writes and reads it checks itself.
     *
     * @throws PipelineException when Kafka or the registry does not answer
     */
    public Plan inspect() {
        try (Admin admin = connections.openAdmin();
                SchemaRegistry registry = connections.openRegistry()) {
            OptionalInt existing =
                    TopicAdmin.partitions(admin, connections.topics().telemetry());
            List<TopicSpec> specs = specs(existing);
            TopicAdmin.Inspection topics = TopicAdmin.inspect(admin, specs);
            ContractRegistration.Inspection contracts =
                    ContractRegistration.inspect(registry, connections.topics(), names(specs));
            List<String> findings = new ArrayList<>();
            if (partitions != null && existing.isPresent() && existing.getAsInt() != partitions) {
                findings.add(
                        "--partitions: topic %s has %d already, got %d; leave it out, or use another --topic-prefix"
                                .formatted(connections.topics().telemetry(), existing.getAsInt(), partitions));
            }
            findings.addAll(topics.findings());
            findings.addAll(contracts.findings());
            return new Plan(findings, contracts.changes(), topics.hidden());
        }
    }

    /**
     * Creates missing topics, and registers contracts.
     *
     * @throws PreflightException when existing topics would lose data, though {@link #inspect} may have found nothing a moment ago
     * @throws PipelineException when Kafka or the registry does not answer
     */
    public void apply() {
        try (Admin admin = connections.openAdmin();
                SchemaRegistry registry = connections.openRegistry()) {
            List<TopicSpec> specs =
                    specs(TopicAdmin.partitions(admin, connections.topics().telemetry()));
            requireNone(TopicAdmin.ensure(admin, specs));
            ContractRegistration.ensure(registry, connections.topics(), names(specs));
        }
    }

    /** Partitions of the telemetry topic when it is yet to be created. */
    public int partitionsIfMissing() {
        return partitions == null ? TopicCatalog.DEFAULT_PARTITIONS : partitions;
    }

    private List<TopicSpec> specs(OptionalInt existingPartitions) {
        TopicCatalog catalog = new TopicCatalog(
                connections.topics(), existingPartitions.orElse(partitionsIfMissing()), replicationFactor, retention);
        return strategiesAlone ? List.of(catalog.strategies()) : catalog.topics();
    }

    private static Set<String> names(List<TopicSpec> specs) {
        return specs.stream().map(TopicSpec::name).collect(Collectors.toSet());
    }
}
