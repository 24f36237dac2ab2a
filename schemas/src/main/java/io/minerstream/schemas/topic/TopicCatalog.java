package io.minerstream.schemas.topic;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.record.TimestampType;

/**
 * The topics of an installation with their settings.
 *
 * @param names topic names
 * @param partitions partitions of telemetry, watermarks and miners (which the validator joins by partition), of alerts and
 *     quarantine; at least 1
 * @param replicationFactor replicas; -1 for the broker's default
 * @param telemetryRetention how long readings and watermarks are kept, counted from <em>their own</em> time; null for no limit
 */
public record TopicCatalog(TopicNames names, int partitions, short replicationFactor, Duration telemetryRetention) {

    /** Default number of partitions. */
    public static final int DEFAULT_PARTITIONS = 6;

    /**
     * Slack between the oldest reading and its deletion. Synthetic history carries old timestamps, and Kafka counts
     * retention from those.
     */
    public static final Duration RETENTION_SLACK = Duration.ofDays(30);

    /**
     * Shortest retention of a strategy's tombstone. A sink learns of a removal only from the tombstone: after a longer outage it
     * would keep the row. Kafka's default of one day is shorter than a weekend; seven days equal Kafka's retention of the offsets
     * of an inactive consumer group.
     */
    public static final Duration TOMBSTONE_RETENTION = Duration.ofDays(7);

    /**
     * How long the roster keeps every entry of a miner, rather than the newest: readings are judged and recomputed with the entry
     * that was valid at their time. Kafka counts from the timestamp of the entries, which is that of their run. Ten years exceed
     * the life of a machine; the volume is small, since entries are written on changes only.
     */
    public static final Duration ROSTER_HISTORY = Duration.ofDays(3_650);

    /** Kafka's own {@code max.message.bytes}: what the validator writes fits it. */
    public static final int MAX_MESSAGE_BYTES = 1_048_588;

    /** Kafka's own {@code segment.ms}. */
    private static final Duration LEAST_IN_SEGMENT = Duration.ofDays(7);

    private static final int SEGMENTS_IN_RETENTION = 20;

    /** For topics without retention. If a retention is set later, Kafka deletes segments of this length. */
    private static final Duration SEGMENT_FOR_EVER = Duration.ofDays(365);

    /**
     * Largest lead of a record's timestamp over the broker's clock. Kafka's default of one hour is shorter than long intervals and
     * than the lead of simulated time; the validator judges timestamps.
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

    /** All topics of an installation. */
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

    /** Spec of the validator's quarantine, whose copies have a bound of their own. */
    public TopicSpec quarantine() {
        return spec(names.quarantine(), partitions, asReceived(MAX_MESSAGE_BYTES));
    }

    /** Spec of the sink's dead letter topic. */
    public TopicSpec sinkDeadLetters() {
        return spec(names.sinkDeadLetters(), 1, asReceived(Integer.MAX_VALUE));
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
     * Kafka rolls a segment after this much time <em>of the readings</em>, and deletes whole segments. Each segment costs a broker
     * milliseconds, open files and memory maps, so the default of seven days is expensive for years of a small fleet. A fixed share
     * of the retention bounds the number of segments, and keeps readings only slightly longer than required.
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

    /**
     * For copies of records of any topic, larger by headers with the reason. Time and retention count from arrival, since a copy
     * has the time of its record, which may be years ago or wrong: Kafka would delete or refuse it.
     */
    private static Map<String, String> asReceived(int maxMessageBytes) {
        return Map.of(
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                Integer.toString(maxMessageBytes),
                TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                TimestampType.LOG_APPEND_TIME.name);
    }

    private static Map<String, String> compacted() {
        return Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
    }
}
