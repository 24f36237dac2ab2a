package io.minerstream.schemas.topic;

import static io.minerstream.schemas.topic.KafkaFutures.orNull;

import io.minerstream.schemas.access.TopicAccess;
import io.minerstream.schemas.wait.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.record.TimestampType;

/** Creates missing topics and checks existing ones. Stateless; changes no existing topic. */
public final class TopicAdmin {

    private static final Duration KNOWN_WITHIN = Duration.ofSeconds(30);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(10);

    private TopicAdmin() {}

    /**
     * The findings and actions of {@link #ensure}, before it acts.
     *
     * @param findings one sentence for each problem of an existing topic, and for each topic that cannot be created
     * @param missing topics to be created
     * @param hidden topics that the principal may not describe, whether they exist or not
     */
    public record Inspection(List<String> findings, List<TopicSpec> missing, List<String> hidden) {

        public Inspection {
            findings = List.copyOf(findings);
            missing = List.copyOf(missing);
            hidden = List.copyOf(hidden);
        }
    }

    /**
     * Compares existing topics with their specs, and lets the brokers validate the creation of missing ones. Changes nothing.
     * Skips topics that the principal may not describe: the command knows whether it needs them.
     *
     * @throws KafkaException when the request fails
     */
    public static Inspection inspect(Admin admin, Collection<TopicSpec> specs) {
        Map<String, Set<AclOperation>> access =
                access(admin, specs.stream().map(TopicSpec::name).toList());
        Set<String> visible = new HashSet<>(access.keySet());
        visible.removeIf(topic -> !TopicAccess.canDescribe(access.get(topic)));
        Map<String, TopicState> existing = states(admin, visible);
        List<String> findings = new ArrayList<>();
        specs.stream()
                .filter(spec -> existing.containsKey(spec.name()))
                .forEach(spec -> findings.addAll(findings(spec, existing.get(spec.name()))));
        List<TopicSpec> missing =
                specs.stream().filter(spec -> !access.containsKey(spec.name())).toList();
        Map<String, String> collisions = collisions(admin, missing);
        collisions.forEach((topic, other) -> findings.add(
                "topic %s: must not differ from topic %s by dots and underscores alone, which Kafka's metrics do not tell apart, does; use another --topic-prefix"
                        .formatted(topic, other)));
        Map<String, KafkaException> failures = create(
                admin,
                missing.stream()
                        .filter(spec -> !collisions.containsKey(spec.name()))
                        .toList(),
                true);
        missing.stream()
                .map(TopicSpec::name)
                .filter(failures::containsKey)
                .forEach(topic -> findings.add(creationFinding(topic, failures.get(topic))));
        return new Inspection(
                findings,
                missing,
                specs.stream()
                        .map(TopicSpec::name)
                        .filter(topic -> access.containsKey(topic) && !visible.contains(topic))
                        .toList());
    }

    /** Existing topics whose names Kafka takes for those of missing ones, by the missing one. */
    private static Map<String, String> collisions(Admin admin, List<TopicSpec> missing) {
        Map<String, String> collisions = new TreeMap<>();
        if (!missing.isEmpty()) {
            for (String existing : KafkaFutures.get(admin.listTopics().names())) {
                missing.stream()
                        .map(TopicSpec::name)
                        .filter(name -> !name.equals(existing) && Topic.hasCollision(name, existing))
                        .forEach(name -> collisions.put(name, existing));
            }
        }
        return collisions;
    }

    /**
     * Compares existing topics with their specs, and creates missing ones unless there are findings. Idempotent, also when
     * several processes do it at once.
     *
     * @return one sentence for each setting that would lose or reorder data; if there are any, no topic was created
     * @throws KafkaException when the request fails
     */
    public static List<String> ensure(Admin admin, Collection<TopicSpec> specs) {
        Inspection inspection = inspect(admin, specs);
        if (inspection.findings().isEmpty()) {
            create(admin, inspection.missing());
        }
        return inspection.findings();
    }

    /**
     * Creates topics and waits until the brokers accept records for them. Ignores topics that others created in the meantime.
     *
     * @throws KafkaException when a topic cannot be created or is not ready in time
     */
    public static void create(Admin admin, Collection<TopicSpec> specs) {
        create(admin, specs, false).values().stream().findFirst().ifPresent(failure -> {
            throw failure;
        });
        Set<String> names = specs.stream().map(TopicSpec::name).collect(Collectors.toSet());
        awaitKnown(admin, names);
        awaitLeaders(admin, names);
    }

    /** The controller answers before all brokers know the new topic; until then they report it as unknown. */
    private static void awaitKnown(Admin admin, Set<String> names) {
        if (Deadline.in(KNOWN_WITHIN)
                .await(POLL_INTERVAL, () -> unknown(admin, names).isEmpty())) {
            return;
        }
        Collection<String> unknown = unknown(admin, names);
        if (!unknown.isEmpty()) {
            throw new TimeoutException("topics %s: were created, but the brokers do not know them after %s s"
                    .formatted(unknown, KNOWN_WITHIN.toSeconds()));
        }
    }

    /**
     * Waits for leader election. Until then a broker refuses records. If it becomes the leader between two in-flight batches of
     * an idempotent producer, it accepts the second one as the first. The retried first batch is then out of order until it
     * expires two minutes later, and all batches behind it are lost. The clients retry until there is a leader.
     */
    private static void awaitLeaders(Admin admin, Set<String> names) {
        Map<TopicPartition, OffsetSpec> ends = describe(
                        admin, names, UnknownTopicOrPartitionException.class, TopicAuthorizationException.class)
                .values()
                .stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        ListOffsetsResult offsets = admin.listOffsets(ends);
        ends.keySet()
                .forEach(partition -> orNull(
                        offsets.partitionResult(partition),
                        TopicAuthorizationException.class,
                        UnknownTopicOrPartitionException.class));
    }

    private static Collection<String> unknown(Admin admin, Collection<String> names) {
        return admin.describeTopics(names).topicNameValues().entrySet().stream()
                .filter(topic -> isUnknown(topic.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean isUnknown(KafkaFuture<TopicDescription> description) {
        try {
            orNull(description, TopicAuthorizationException.class);
            return false;
        } catch (UnknownTopicOrPartitionException e) {
            return true;
        }
    }

    private static Map<String, KafkaException> create(Admin admin, Collection<TopicSpec> specs, boolean onlyValidate) {
        Map<String, KafkaException> failures = new HashMap<>();
        admin.createTopics(
                        specs.stream().map(TopicSpec::toNewTopic).toList(),
                        new CreateTopicsOptions().validateOnly(onlyValidate))
                .values()
                .forEach((name, created) -> {
                    try {
                        orNull(created, TopicExistsException.class);
                    } catch (KafkaException e) {
                        failures.put(name, e);
                    }
                });
        return failures;
    }

    private static String creationFinding(String topic, KafkaException failure) {
        return "topic %s: does not exist and cannot be created: %s%s"
                .formatted(
                        topic,
                        failure.getMessage(),
                        failure instanceof AuthorizationException
                                ? "; grant Create on it, or create it first"
                                : "; check --partitions and --replication-factor, or create it first");
    }

    /**
     * Number of partitions of a topic.
     *
     * @return empty when the topic does not exist or the principal may not describe it
     * @throws KafkaException when the request fails
     */
    public static OptionalInt partitions(Admin admin, String topic) {
        TopicDescription description = describe(
                        admin,
                        List.of(topic),
                        UnknownTopicOrPartitionException.class,
                        TopicAuthorizationException.class)
                .get(topic);
        return description == null
                ? OptionalInt.empty()
                : OptionalInt.of(description.partitions().size());
    }

    /**
     * The rights of the principal on topics.
     *
     * @return by topic, without missing topics; empty for a topic that the principal may not describe
     * @throws KafkaException when the request fails
     */
    public static Map<String, Set<AclOperation>> access(Admin admin, Collection<String> names) {
        Map<String, Set<AclOperation>> access = new HashMap<>();
        admin.describeTopics(names, new DescribeTopicsOptions().includeAuthorizedOperations(true))
                .topicNameValues()
                .forEach((name, future) -> {
                    try {
                        TopicDescription description = orNull(future, UnknownTopicOrPartitionException.class);
                        if (description != null) {
                            access.put(name, Set.copyOf(description.authorizedOperations()));
                        }
                    } catch (TopicAuthorizationException e) {
                        access.put(name, Set.of());
                    }
                });
        return access;
    }

    /**
     * The existing ones of some topics.
     *
     * @throws KafkaException when the request fails, or the principal may not describe one of the topics
     */
    public static Map<String, TopicState> states(Admin admin, Collection<String> names) {
        Map<String, TopicDescription> descriptions = describe(admin, names, UnknownTopicOrPartitionException.class);
        Map<String, TopicState> states = new HashMap<>();
        admin.describeConfigs(descriptions.keySet().stream()
                        .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                        .toList())
                .values()
                .forEach((resource, future) -> {
                    // A topic can be deleted between the two requests.
                    Config config = orNull(future, UnknownTopicOrPartitionException.class);
                    if (config != null) {
                        states.put(resource.name(), state(descriptions.get(resource.name()), config));
                    }
                });
        return states;
    }

    private static TopicState state(TopicDescription description, Config config) {
        return new TopicState(
                description.name(),
                description.partitions().size(),
                config.entries().stream()
                        .filter(entry -> entry.value() != null)
                        .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value)),
                description.partitions().stream()
                        .mapToInt(TopicAdmin::inSync)
                        .min()
                        .orElse(0));
    }

    private static int inSync(TopicPartitionInfo partition) {
        return partition.leader() == null || partition.leader().isEmpty()
                ? 0
                : partition.isr().size();
    }

    @SafeVarargs
    private static Map<String, TopicDescription> describe(
            Admin admin, Collection<String> names, Class<? extends KafkaException>... tolerated) {
        Map<String, TopicDescription> existing = new HashMap<>();
        admin.describeTopics(names).topicNameValues().forEach((name, future) -> {
            TopicDescription description = orNull(future, tolerated);
            if (description != null) {
                existing.put(name, description);
            }
        });
        return existing;
    }

    /** The findings for one existing topic. */
    static List<String> findings(TopicSpec spec, TopicState topic) {
        List<String> findings = new ArrayList<>();
        topic.partitionFinding(spec.partitions()).ifPresent(findings::add);
        String policy = spec.config().get(TopicConfig.CLEANUP_POLICY_CONFIG);
        if (TopicConfig.CLEANUP_POLICY_COMPACT.equals(policy)) {
            topic.compactionFinding().ifPresent(findings::add);
        } else if (policy != null) {
            topic.deletionFinding().ifPresent(findings::add);
        }
        topic.timestampFinding(spec.config()
                        .getOrDefault(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, TimestampType.CREATE_TIME.name))
                .ifPresent(findings::add);
        topic.copySizeFinding(Long.parseLong(spec.config().getOrDefault(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "0")))
                .ifPresent(findings::add);
        // The spec keeps readings for the slack beyond the oldest; less is a loss only below that.
        Duration reach = Duration.ofMillis(
                        Long.parseLong(spec.config().getOrDefault(TopicConfig.RETENTION_MS_CONFIG, "-1")))
                .minus(TopicCatalog.RETENTION_SLACK);
        if (!reach.isNegative()) {
            topic.retentionFinding(reach).ifPresent(findings::add);
        }
        topic.replicationFinding().ifPresent(findings::add);
        return findings;
    }
}
