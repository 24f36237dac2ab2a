package io.minerstream.validator;

import io.minerstream.schemas.access.Secrets;
import io.minerstream.schemas.topic.TopicNames;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Configuration of the stream validator.
 *
 * @param applicationId Kafka Streams application id: names the consumer group and prefixes the internal topics; instances
 *     that share it share the work; letters, digits, {@code . _ -}
 * @param topics names of all topics, not null
 * @param window length of a window, aligned to the start of each run and rounded up to its whole intervals; whole hours, 1 h to
 *     366 days; default 24 h
 * @param quietPeriod time without a record of a complete window before the window is judged, so that a record that follows the
 *     last expected one counts as a duplicate and not as late; also the time without a roster entry before the first readings of
 *     a run, and readings that contradict the roster, are judged; wall-clock time, 0 to {@code gracePeriod}, default 250 ms
 * @param gracePeriod time without records before records that a watermark promised count as missing, and miners that are not in
 *     the roster as unknown; wall-clock time, greater than 0, default 10 s
 * @param retention how long a run is remembered after its last record; windows that are open then get no verdict; at least 1 h
 *     and at least {@code gracePeriod}, default 7 days
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
        Duration window,
        Duration quietPeriod,
        Duration gracePeriod,
        Duration retention,
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

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration LONGEST_WINDOW = Duration.ofDays(366);

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
        require(
                isBetween(window, HOUR, LONGEST_WINDOW) && window.equals(HOUR.multipliedBy(window.toHours())),
                "window: must be whole hours from 1 h to 366 days, got " + window,
                wrong);
        require(
                isBetween(gracePeriod, Duration.ofMillis(1), Duration.ofDays(1)),
                "gracePeriod: must be from 1 ms to 1 day, got " + gracePeriod,
                wrong);
        require(
                isBetween(quietPeriod, Duration.ZERO, gracePeriod),
                "quietPeriod: must be from 0 to gracePeriod (" + gracePeriod + "), got " + quietPeriod,
                wrong);
        require(
                isBetween(retention, HOUR, Duration.ofDays(36_500)) && isBetween(gracePeriod, Duration.ZERO, retention),
                "retention: must be from 1 h to 36500 days and at least gracePeriod (" + gracePeriod + "), got "
                        + retention,
                wrong);
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
     * Starts from the defaults.
     *
     * @param bootstrapServers brokers, as {@code host:port,host:port}
     * @param registryUrl URL of the schema registry
     * @param stateDir folder of the state stores
     */
    public static Builder builder(String bootstrapServers, String registryUrl, Path stateDir) {
        return new Builder(bootstrapServers, registryUrl, stateDir);
    }

    /** Without secrets. */
    @Override
    public String toString() {
        return "ValidatorConfig[applicationId=%s, topics=%s, window=%s, quietPeriod=%s, gracePeriod=%s, retention=%s, threads=%d, stateDir=%s, replicationFactor=%d, registry=%s, kafka=%s]"
                .formatted(
                        applicationId,
                        topics,
                        window,
                        quietPeriod,
                        gracePeriod,
                        retention,
                        threads,
                        stateDir,
                        replicationFactor,
                        Secrets.hideInSettings(registry),
                        Secrets.hideInSettings(kafka));
    }

    private static boolean isBetween(Duration value, Duration min, Duration max) {
        return value != null && max != null && value.compareTo(min) >= 0 && value.compareTo(max) <= 0;
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

    /** Collects the components; not thread-safe. */
    public static final class Builder {
        private final Map<String, String> registry = new HashMap<>();
        private final Map<String, String> kafka = new HashMap<>();
        private final Path stateDir;
        private String applicationId = DEFAULT_APPLICATION_ID;
        private TopicNames topics = TopicNames.DEFAULT;
        private Duration window = Duration.ofHours(24);
        private Duration quietPeriod = Duration.ofMillis(250);
        private Duration gracePeriod = Duration.ofSeconds(10);
        private Duration retention = Duration.ofDays(7);
        private int threads = 1;
        private int replicationFactor = -1;

        private Builder(String bootstrapServers, String registryUrl, Path stateDir) {
            this.stateDir = stateDir;
            kafka.put("bootstrap.servers", bootstrapServers);
            registry.put("schema.registry.url", registryUrl);
        }

        public Builder applicationId(String value) {
            applicationId = value;
            return this;
        }

        public Builder topics(TopicNames value) {
            topics = value;
            return this;
        }

        public Builder window(Duration value) {
            window = value;
            return this;
        }

        public Builder quietPeriod(Duration value) {
            quietPeriod = value;
            return this;
        }

        public Builder gracePeriod(Duration value) {
            gracePeriod = value;
            return this;
        }

        public Builder retention(Duration value) {
            retention = value;
            return this;
        }

        public Builder threads(int value) {
            threads = value;
            return this;
        }

        public Builder replicationFactor(int value) {
            replicationFactor = value;
            return this;
        }

        /** Adds registry client properties. */
        public Builder registry(Map<String, String> properties) {
            registry.putAll(properties);
            return this;
        }

        /** Adds Kafka properties. */
        public Builder kafka(Map<String, String> properties) {
            kafka.putAll(properties);
            return this;
        }

        /**
         * Builds the configuration.
         *
         * @throws IllegalArgumentException naming every component that is wrong
         */
        public ValidatorConfig build() {
            return new ValidatorConfig(
                    applicationId,
                    topics,
                    window,
                    quietPeriod,
                    gracePeriod,
                    retention,
                    threads,
                    stateDir,
                    replicationFactor,
                    registry,
                    kafka);
        }
    }
}
