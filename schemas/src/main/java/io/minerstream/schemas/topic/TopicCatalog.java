package io.minerstream.schemas.topic;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The topics of an installation with their settings.
 *
 * @param names topic names
 * @param partitions partitions of telemetry, watermarks and miners (which the validator joins by partition), of alerts and
 *     quarantine; at least 1
 * @param replicationFactor replicas; -1 for the broker's default
 * @param telemetryRetention how long readings and watermarks are kept, counted from <em>their own</em> time; null for ever
 */
public record TopicCatalog(TopicNames names, int partitions, short replicationFactor, Duration telemetryRetention) {

    /** Partitions when nothing else is said. */
    public static final int DEFAULT_PARTITIONS = 6;

    /**
     * Slack between the oldest reading and its deletion. Synthetic history carries old timestamps, and Kafka counts
     * retention from those.
     */
    public static final Duration RETENTION_SLACK = Duration.ofDays(30);

    /**
     * How long a tombstone of a strategy is kept, at least. A table that follows the topic learns of a removal from nothing
     * else, so that one that is down for longer keeps the row for ever; Kafka's own day is less than a weekend. Seven days are
     * also what Kafka keeps the offset of a consumer that is down.
     */
    public static final Duration TOMBSTONE_RETENTION = Duration.ofDays(7);

    /**
     * How far back the roster keeps all that it said of a miner, and not only the last of it: readings are judged, and computed
     * again, by what counted at their time. Kafka goes by the time of the entries, which is that of the runs. Ten years are longer
     * than a machine lasts; entries are written only when something changes, so that few are kept for it.
     */
    public static final Duration ROSTER_HISTORY = Duration.ofDays(3_650);

    /** Kafka's own {@code segment.ms}. */
    private static final Duration LEAST_IN_SEGMENT = Duration.ofDays(7);

    private static final int SEGMENTS_IN_RETENTION = 20;

    /** When nothing is ever deleted; should somebody shorten the retention after all, it goes by such pieces. */
    private static final Duration SEGMENT_FOR_EVER = Duration.ofDays(365);

    /**
     * How far ahead of the broker's clock records may be that carry the time of readings. Kafka's own hour is less than one
     * interval of readings that are far apart, and than simulated time that runs ahead; who reads judges how far is too far.
     */
    private static final String FURTHEST_AHEAD_MS = Long.toString(Long.MAX_VALUE);

    /**
     * A retention that keeps the readings of a run for another 30 days.
     *
     * @param oldest time of the oldest reading
     */
    public static Duration retentionFor(Instant oldest, Instant now) {
        return RETENTION_SLACK.plus(oldest.isBefore(now) ? Duration.between(oldest, now) : Duration.ZERO);
    }

    /** All topics that the current commands use. */
    public List<TopicSpec> topics() {
        return List.of(
                telemetry(),
                miners(),
                watermarks(),
                runs(),
                strategies(),
                alerts(),
                verdicts(),
                quarantine(),
                sinkDeadLetters());
    }

    /** Spec of the telemetry topic. */
    public TopicSpec telemetry() {
        return spec(names.telemetry(), partitions, deletedAfterRetention());
    }

    /** Spec of the roster topic: compacted only beyond {@link #ROSTER_HISTORY}. */
    public TopicSpec miners() {
        Map<String, String> config = new HashMap<>(compacted());
        config.put(TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG, Long.toString(ROSTER_HISTORY.toMillis()));
        return spec(names.miners(), partitions, withTimeOfReadings(config));
    }

    /** Spec of the watermark topic. */
    public TopicSpec watermarks() {
        return spec(names.watermarks(), partitions, deletedAfterRetention());
    }

    /** Spec of the run topic: one partition, for a total order of runs. */
    public TopicSpec runs() {
        return spec(names.runs(), 1, compacted());
    }

    /**
     * Spec of the strategy topic: one partition, for one order of tombstones and replacements. Tombstones are kept for
     * {@link #TOMBSTONE_RETENTION}.
     */
    public TopicSpec strategies() {
        Map<String, String> config = new HashMap<>(compacted());
        config.put(TopicConfig.DELETE_RETENTION_MS_CONFIG, Long.toString(TOMBSTONE_RETENTION.toMillis()));
        return spec(names.strategies(), 1, config);
    }

    /** Spec of the alert topic. */
    public TopicSpec alerts() {
        return spec(names.alerts(), partitions, withTimeOfReadings(compacted()));
    }

    /** Spec of the verdict topic. */
    public TopicSpec verdicts() {
        return spec(names.verdicts(), 1, withTimeOfReadings(compacted()));
    }

    /** Spec of the validator's quarantine. */
    public TopicSpec quarantine() {
        return spec(names.quarantine(), partitions, withTimeOfReadings(Map.of()));
    }

    /** Spec of the sink's dead letter topic. */
    public TopicSpec sinkDeadLetters() {
        return spec(names.sinkDeadLetters(), 1, Map.of());
    }

    private TopicSpec spec(String name, int count, Map<String, String> config) {
        return new TopicSpec(name, count, replicationFactor, config);
    }

    private Map<String, String> deletedAfterRetention() {
        return withTimeOfReadings(Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_DELETE,
                TopicConfig.RETENTION_MS_CONFIG,
                telemetryRetention == null ? "-1" : Long.toString(telemetryRetention.toMillis()),
                TopicConfig.SEGMENT_MS_CONFIG,
                Long.toString(segmentMs())));
    }

    /**
     * Kafka begins a new segment after so much time <em>of the readings</em>, and deletes whole ones. A segment costs a broker
     * milliseconds, several open files and memory maps, whatever it holds: of years of a small fleet, Kafka's own seven days are nearly
     * nothing but segments. A part of the retention keeps their number small, and a reading little longer than that.
     */
    private long segmentMs() {
        return telemetryRetention == null
                ? SEGMENT_FOR_EVER.toMillis()
                : Math.max(LEAST_IN_SEGMENT.toMillis(), telemetryRetention.toMillis() / SEGMENTS_IN_RETENTION);
    }

    private static Map<String, String> withTimeOfReadings(Map<String, String> config) {
        Map<String, String> more = new HashMap<>(config);
        more.put(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, FURTHEST_AHEAD_MS);
        return more;
    }

    private static Map<String, String> compacted() {
        return Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
    }
}
