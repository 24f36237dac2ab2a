package io.minerstream.pipeline.setup;

import io.minerstream.pipeline.PipelineException;
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
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclOperation;

/**
 * The topics and contracts that something needs: finds problems of existing ones, and creates missing ones. Idempotent. Connects
 * at each call. Immutable.
 */
public final class Preparation {

    private final Connections connections;
    private final TopicSettings settings;
    private final Duration retention;
    private final Function<TopicCatalog, List<TopicSpec>> topics;

    private Preparation(
            Connections connections,
            TopicSettings settings,
            Duration retention,
            Function<TopicCatalog, List<TopicSpec>> topics) {
        this.connections = connections;
        this.settings = settings;
        this.retention = retention;
        this.topics = topics;
    }

    /**
     * All topics and contracts.
     *
     * @param retention how long readings are kept in topics that are created, counted from their own time; null for ever
     */
    public static Preparation ofAll(Connections connections, TopicSettings settings, Duration retention) {
        return new Preparation(connections, settings, retention, TopicCatalog::topics);
    }

    /** Those of curtailment strategies alone. */
    public static Preparation ofStrategies(Connections connections, TopicSettings settings) {
        return new Preparation(connections, settings, null, catalog -> List.of(catalog.strategies()));
    }

    /**
     * What {@link #prepare(Supplier)} would find and do.
     *
     * @param findings a sentence for each problem of what exists, and for each thing that cannot be created
     * @param changes a line for each subject of the registry that would get a version or a compatibility
     * @param hidden topics that the principal may not describe, whether they exist or not
     * @param isDone whether there is nothing to create or register
     */
    public record Plan(List<String> findings, List<String> changes, List<String> hidden, boolean isDone) {

        public Plan {
            findings = List.copyOf(findings);
            changes = List.copyOf(changes);
            hidden = List.copyOf(hidden);
        }
    }

    /**
     * Checks topics and contracts. Changes nothing. Skips topics that the principal may not describe: callers check what they
     * write and read.
     *
     * @throws PipelineException when Kafka or the registry does not answer
     */
    public Plan inspect() {
        try (Admin admin = connections.openAdmin();
                SchemaRegistry registry = connections.openRegistry()) {
            String telemetry = connections.topics().telemetry();
            OptionalInt existing = TopicAdmin.partitions(admin, telemetry);
            List<TopicSpec> specs = specs(existing);
            TopicAdmin.Inspection inspected = TopicAdmin.inspect(admin, specs);
            ContractRegistration.Inspection contracts =
                    ContractRegistration.inspect(registry, connections.topics(), names(specs));
            List<String> findings = new ArrayList<>();
            Integer partitions = settings.partitions();
            if (partitions != null && existing.isPresent() && existing.getAsInt() != partitions) {
                findings.add(
                        "--partitions: topic %s has %s already, got %s; leave it out, or use another --topic-prefix"
                                .formatted(telemetry, existing.getAsInt(), partitions));
            }
            findings.addAll(inspected.findings());
            findings.addAll(contracts.findings());
            return new Plan(
                    findings,
                    contracts.changes(),
                    inspected.hidden(),
                    inspected.missing().isEmpty() && contracts.changes().isEmpty());
        }
    }

    /**
     * {@link #inspect}, then creates missing topics and registers contracts when neither it nor anything else finds a problem.
     *
     * @param others finds problems of other kinds; called when Kafka and the registry have answered
     * @throws PreflightException with all problems; nothing is created then
     * @throws PipelineException when Kafka or the registry does not answer
     */
    public void prepare(Supplier<List<String>> others) {
        Plan plan = inspect();
        create(plan, concat(plan.findings, others.get()));
    }

    /**
     * As {@link #prepare(Supplier)}, for what uses every topic: topics that the principal may not describe are problems.
     *
     * @throws PreflightException with all problems; nothing is created then
     */
    public void prepare() {
        Plan plan = inspect();
        Map<String, Set<AclOperation>> nothing =
                plan.hidden.stream().collect(Collectors.toMap(Function.identity(), topic -> Set.of()));
        List<String> hidden = TopicAccess.findings(ClientPrincipal.of(connections.kafkaProperties()), nothing, nothing);
        create(plan, concat(plan.findings, hidden));
    }

    /**
     * Creates missing topics and registers contracts.
     *
     * @param plan from {@link #inspect}
     * @param findings all problems, those of the plan among them
     * @throws PreflightException with all problems; nothing is created then
     */
    public void create(Plan plan, List<String> findings) {
        requireNone(findings);
        if (plan.isDone) {
            return;
        }
        // Another one may have created or registered some since the inspection.
        createTopics();
        registerContracts();
    }

    /**
     * Creates missing topics. Needs no registry.
     *
     * @throws PreflightException with all problems of existing topics; nothing is created then
     */
    public void createTopics() {
        try (Admin admin = connections.openAdmin()) {
            OptionalInt existing =
                    TopicAdmin.partitions(admin, connections.topics().telemetry());
            requireNone(TopicAdmin.ensure(admin, specs(existing)));
        }
    }

    /**
     * Registers contracts. Needs no broker.
     *
     * @throws PreflightException with all problems of existing versions; nothing is registered then
     * @throws PipelineException when the registry does not answer
     */
    public void registerContracts() {
        try (SchemaRegistry registry = connections.openRegistry()) {
            Set<String> names = names(specs(OptionalInt.empty()));
            requireNone(ContractRegistration.inspect(registry, connections.topics(), names)
                    .findings());
            ContractRegistration.ensure(registry, connections.topics(), names);
        }
    }

    private static void requireNone(List<String> findings) {
        PreflightException.requireNone(List.of(), findings.stream().distinct().toList());
    }

    private static List<String> concat(List<String> findings, List<String> others) {
        return Stream.concat(findings.stream(), others.stream()).toList();
    }

    /** Partitions of the telemetry topic when it is yet to be created. */
    public int partitionsIfMissing() {
        return settings.partitionsIfMissing();
    }

    private List<TopicSpec> specs(OptionalInt existingPartitions) {
        return topics.apply(new TopicCatalog(
                connections.topics(),
                existingPartitions.orElse(partitionsIfMissing()),
                settings.replicationFactor(),
                retention));
    }

    private static Set<String> names(List<TopicSpec> specs) {
        return specs.stream().map(TopicSpec::name).collect(Collectors.toSet());
    }
}
