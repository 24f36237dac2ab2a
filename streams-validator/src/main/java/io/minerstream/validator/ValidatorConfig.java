package io.minerstream.validator;

import io.minerstream.schemas.access.Secrets;
import io.minerstream.schemas.topic.TopicNames;
import io.minerstream.validator.input.TelemetrySource;
import io.minerstream.validator.topology.JudgeSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Configuration of the stream validator.
 *
 * @param applicationId Kafka Streams application id: names the consumer group and prefixes the internal topics; instances
 *     that share it share the work; letters, digits, {@code . _ -}
 * @param topics names of all topics, not null
 * @param source topic of the readings; not null
 * @param judge length of windows, and of waits; not null
 * @param threads stream threads of this instance, at least 1, default 1; threads beyond the partitions of the telemetry topic plus
 *     one stay idle
 * @param stateDir folder of the state stores, created when missing; for one process only
 * @param replicationFactor replicas of the internal topics; -1, the default, for the broker's own setting
 * @param registry schema registry client, under Confluent's property names; {@code schema.registry.url} is required
 * @param kafka Kafka properties, passed through; {@code bootstrap.servers} is required, {@linkplain #RESERVED reserved} ones are
 *     refused
 */
public record ValidatorConfig(
        String applicationId,
        TopicNames topics,
        TelemetrySource source,
        JudgeSettings judge,
        int threads,
        Path stateDir,
        int replicationFactor,
        Map<String, String> registry,
        Map<String, String> kafka) {

    /** Application id when none is given. */
    public static final String DEFAULT_APPLICATION_ID = "minerstream-validator";

    /** Kafka properties that the validator sets itself, each with the reason. */
    static final Map<String, String> RESERVED = Map.of(
            "application.id", "it is a component of this configuration",
            "state.dir", "it is a component of this configuration",
            "num.stream.threads", "it is a component of this configuration",
            "replication.factor", "it is a component of this configuration",
            "processing.guarantee", "verdicts are exactly once",
            "deserialization.exception.handler", "undecodable records go to the quarantine",
            "processing.exception.handler", "refused records go to the quarantine",
            "errors.dead.letter.queue.topic.name", "the quarantine has its name from the topic names",
            "ensure.explicit.internal.resource.naming", "state must be found again after an upgrade");

    /**
     * Checks every component.
     *
     * @throws IllegalArgumentException naming every component that is wrong
     */
    public ValidatorConfig {
        List<String> wrong = new ArrayList<>();
        if (applicationId == null || !applicationId.matches("[A-Za-z0-9._-]{1,100}")) {
            wrong.add("applicationId: must be 1 to 100 letters, digits, dots, underscores and hyphens, got "
                    + applicationId);
        }
        require(topics != null, "topics: must not be null", wrong);
        require(source != null, "source: must not be null", wrong);
        if (judge == null) {
            wrong.add("judge: must not be null");
        } else {
            wrong.addAll(judge.findings());
        }
        require(threads >= 1, "threads: must be at least 1, got " + threads, wrong);
        require(stateDir != null, "stateDir: must not be null", wrong);
        require(
                replicationFactor == -1 || (replicationFactor >= 1 && replicationFactor <= Short.MAX_VALUE),
                "replicationFactor: must be -1 (the broker's setting) or at least 1, got " + replicationFactor,
                wrong);
        requireKey("registry", registry, "schema.registry.url", wrong);
        requireKey("kafka", kafka, "bootstrap.servers", wrong);
        if (kafka != null) {
            for (String key : new TreeSet<>(kafka.keySet())) {
                if (RESERVED.containsKey(key)) {
                    wrong.add("kafka: " + key + " must not be set: " + RESERVED.get(key));
                }
            }
        }
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", wrong));
        }
        registry = Map.copyOf(registry);
        kafka = Map.copyOf(kafka);
    }

    /**
     * The defaults.
     *
     * @param bootstrapServers brokers, as {@code host:port,host:port}
     * @param registryUrl URL of the schema registry
     * @param stateDir folder of the state stores
     */
    public static ValidatorConfig of(String bootstrapServers, String registryUrl, Path stateDir) {
        return new ValidatorConfig(
                DEFAULT_APPLICATION_ID,
                TopicNames.DEFAULT,
                TelemetrySource.ours(TopicNames.DEFAULT),
                JudgeSettings.DEFAULT,
                1,
                stateDir,
                -1,
                Map.of("schema.registry.url", registryUrl),
                Map.of("bootstrap.servers", bootstrapServers));
    }

    /** Without secrets. */
    @Override
    public String toString() {
        return "ValidatorConfig[applicationId=%s, topics=%s, source=%s, judge=%s, threads=%s, stateDir=%s, replicationFactor=%s, registry=%s, kafka=%s]"
                .formatted(
                        applicationId,
                        topics,
                        source,
                        judge,
                        threads,
                        stateDir,
                        replicationFactor,
                        Secrets.hideInSettings(registry),
                        Secrets.hideInSettings(kafka));
    }

    private static void require(boolean holds, String message, List<String> wrong) {
        if (!holds) {
            wrong.add(message);
        }
    }

    private static void requireKey(String name, Map<String, String> map, String key, List<String> wrong) {
        String value = map == null ? null : map.get(key);
        require(value != null && !value.isBlank(), name + ": " + key + " must be set, got " + value, wrong);
    }
}
