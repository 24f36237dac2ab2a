package io.minerstream.schemas.topic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates what is missing and says what is wrong with what is there. Stateless; changes no existing topic. */
public final class TopicAdmin {

    private static final String LOG_APPEND_TIME = "LogAppendTime";

    private TopicAdmin() {}

    /**
     * Compares existing topics with their specs, and creates the missing ones when nothing is wrong. Idempotent, also when
     * several processes do it at once.
     *
     * @return one sentence for each existing topic's setting that would lose or reorder data; when it is not empty, nothing
     *     was created
     * @throws KafkaException when the cluster cannot be asked
     */
    public static List<String> ensure(Admin admin, Collection<TopicSpec> specs) {
        Map<String, TopicDescription> existing =
                describe(admin, specs.stream().map(TopicSpec::name).toList());
        List<String> findings = findings(admin, specs, existing);
        if (!findings.isEmpty()) {
            return findings;
        }
        List<TopicSpec> missing = specs.stream()
                .filter(spec -> !existing.containsKey(spec.name()))
                .toList();
        admin.createTopics(missing.stream().map(TopicSpec::toNewTopic).toList())
                .values()
                .forEach((name, created) -> get(created, TopicExistsException.class));
        return List.of();
    }

    /**
     * Number of partitions of a topic.
     *
     * @return empty when there is no such topic
     * @throws KafkaException when the cluster cannot be asked
     */
    public static OptionalInt partitions(Admin admin, String topic) {
        TopicDescription description = describe(admin, List.of(topic)).get(topic);
        return description == null
                ? OptionalInt.empty()
                : OptionalInt.of(description.partitions().size());
    }

    private static Map<String, TopicDescription> describe(Admin admin, Collection<String> names) {
        Map<String, TopicDescription> existing = new HashMap<>();
        admin.describeTopics(names).topicNameValues().forEach((name, future) -> {
            TopicDescription description = get(future, UnknownTopicOrPartitionException.class);
            if (description != null) {
                existing.put(name, description);
            }
        });
        return existing;
    }

    private static List<String> findings(
            Admin admin, Collection<TopicSpec> specs, Map<String, TopicDescription> existing) {
        Map<ConfigResource, Config> configs = get(
                admin.describeConfigs(existing.keySet().stream()
                                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                                .collect(Collectors.toList()))
                        .all(),
                null);
        return specs.stream()
                .filter(spec -> existing.containsKey(spec.name()))
                .flatMap(spec -> findings(
                        spec,
                        existing.get(spec.name()).partitions().size(),
                        configs.get(new ConfigResource(ConfigResource.Type.TOPIC, spec.name())))
                        .stream())
                .toList();
    }

    /** What is wrong with one existing topic. */
    static List<String> findings(TopicSpec spec, int partitions, Config config) {
        List<String> findings = new ArrayList<>();
        if (partitions != spec.partitions()) {
            findings.add(
                    "topic %s: must have %d partitions, has %d; give --partitions %d, or use another --topic-prefix"
                            .formatted(spec.name(), spec.partitions(), partitions, partitions));
        }
        String policy = spec.config().get(TopicConfig.CLEANUP_POLICY_CONFIG);
        String actualPolicy = value(config, TopicConfig.CLEANUP_POLICY_CONFIG);
        if (policy != null && !policy.equals(actualPolicy)) {
            findings.add(
                    "topic %s: cleanup.policy must be %s, is %s, so Kafka would %s; change the topic's cleanup.policy"
                            .formatted(
                                    spec.name(),
                                    policy,
                                    actualPolicy,
                                    policy.equals(TopicConfig.CLEANUP_POLICY_COMPACT)
                                            ? "delete entries that are still valid"
                                            : "drop all but the newest reading of a miner"));
        }
        if (LOG_APPEND_TIME.equals(value(config, TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG))) {
            findings.add(
                    ("topic %s: message.timestamp.type must be CreateTime, is LogAppendTime, so Kafka would replace the "
                                    + "time of every record by that of its arrival; change the topic's message.timestamp.type")
                            .formatted(spec.name()));
        }
        retentionFinding(spec, config).ifPresent(findings::add);
        return findings;
    }

    /** The spec keeps readings for {@link TopicCatalog#RETENTION_SLACK} beyond the oldest; less is a loss only below that. */
    private static Optional<String> retentionFinding(TopicSpec spec, Config config) {
        long wantedMs = Long.parseLong(spec.config().getOrDefault(TopicConfig.RETENTION_MS_CONFIG, "-1"));
        long actualMs = Long.parseLong(value(config, TopicConfig.RETENTION_MS_CONFIG));
        // Negative, and so never missed, where the spec asks for no retention or an endless one.
        long reachMs = wantedMs - TopicCatalog.RETENTION_SLACK.toMillis();
        return actualMs < 0 || actualMs >= reachMs
                ? Optional.empty()
                : Optional.of(
                        ("topic %s keeps %s (retention.ms=%d) but the run starts %s ago: Kafka would delete the records "
                                        + "as they arrive; raise retention.ms or start later")
                                .formatted(spec.name(), words(actualMs), actualMs, words(reachMs)));
    }

    /** Whole days, or else hours, rounded up. */
    private static String words(long ms) {
        long hours = -Math.floorDiv(-ms, Duration.ofHours(1).toMillis());
        return hours % 24 == 0 ? count(hours / 24, "day") : count(hours, "hour");
    }

    private static String count(long number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s");
    }

    private static String value(Config config, String name) {
        return Objects.requireNonNull(config.get(name), name).value();
    }

    /** The future's value, or null when it failed with {@code tolerated}. */
    private static <T> T get(KafkaFuture<T> future, Class<? extends Exception> tolerated) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (tolerated != null && tolerated.isInstance(e.getCause())) {
                return null;
            }
            throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
