package io.minerstream.schemas.topic;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
        Map<String, TopicDescription> existing = describe(admin, specs);
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

    private static Map<String, TopicDescription> describe(Admin admin, Collection<TopicSpec> specs) {
        Map<String, TopicDescription> existing = new HashMap<>();
        admin.describeTopics(specs.stream().map(TopicSpec::name).toList())
                .topicNameValues()
                .forEach((name, future) -> {
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
        List<String> findings = new ArrayList<>();
        for (TopicSpec spec : specs) {
            TopicDescription description = existing.get(spec.name());
            if (description != null) {
                compare(
                        spec,
                        description,
                        configs.get(new ConfigResource(ConfigResource.Type.TOPIC, spec.name())),
                        findings);
            }
        }
        return findings;
    }

    private static void compare(TopicSpec spec, TopicDescription description, Config config, List<String> findings) {
        int partitions = description.partitions().size();
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
