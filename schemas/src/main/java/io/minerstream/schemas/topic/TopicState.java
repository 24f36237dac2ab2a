package io.minerstream.schemas.topic;

import io.minerstream.schemas.run.DurationText;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.record.TimestampType;

/**
 * A topic as the cluster has it, with its checks. All commands report a finding in the same sentence.
 * Immutable.
 *
 * @param name full name with prefix
 * @param partitions number of partitions
 * @param config effective settings, defaults included
 * @param fewestInSync in-sync replicas of the partition that has the fewest; 0 when a partition has no leader
 */
public record TopicState(String name, int partitions, Map<String, String> config, int fewestInSync) {

    private static final String CREATE_TIME = TimestampType.CREATE_TIME.name;

    public TopicState {
        config = Map.copyOf(config);
    }

    /** The finding if the number of partitions must be another one. */
    public Optional<String> partitionFinding(int wanted) {
        return partitions == wanted
                ? Optional.empty()
                : Optional.of("topic %s: must have %s, has %s; recreate it with %s, or use another --topic-prefix"
                        .formatted(name, wanted == 1 ? "1 partition" : wanted + " partitions", partitions, wanted));
    }

    /** The finding if the topic holds entries that stay valid until they are replaced. */
    public Optional<String> compactionFinding() {
        String policy = config.getOrDefault(TopicConfig.CLEANUP_POLICY_CONFIG, "");
        return policy.equals(TopicConfig.CLEANUP_POLICY_COMPACT)
                ? Optional.empty()
                : Optional.of(policyFinding(policy, "compact", "delete entries that are still valid"));
    }

    /** The finding if the topic must keep every record of a key. */
    public Optional<String> deletionFinding() {
        String policy = config.getOrDefault(TopicConfig.CLEANUP_POLICY_CONFIG, "");
        return policy.contains(TopicConfig.CLEANUP_POLICY_COMPACT)
                ? Optional.of(policyFinding(policy, "delete", "keep only the newest record of a key"))
                : Optional.empty();
    }

    private String policyFinding(String policy, String wanted, String consequence) {
        return "topic %s: cleanup.policy must be %s, is %s: Kafka would %s; change the topic's cleanup.policy"
                .formatted(name, wanted, policy, consequence);
    }

    /**
     * The finding if the time of records must be of another type.
     *
     * @param wanted {@code CreateTime} or {@code LogAppendTime}
     */
    public Optional<String> timestampFinding(String wanted) {
        String type = config.getOrDefault(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, CREATE_TIME);
        return type.equals(wanted)
                ? Optional.empty()
                : Optional.of(
                        "topic %s: message.timestamp.type must be %s, is %s: Kafka would %s; change the topic's message.timestamp.type"
                                .formatted(
                                        name,
                                        wanted,
                                        type,
                                        wanted.equals(CREATE_TIME)
                                                ? "replace the time of every record by that of its arrival"
                                                : "refuse or delete records by a time that may be wrong"));
    }

    /**
     * The finding if the topic must accept copies of records of other topics.
     *
     * @param bytes smallest {@code max.message.bytes}
     */
    public Optional<String> copySizeFinding(long bytes) {
        long limit = number(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, TopicCatalog.MAX_MESSAGE_BYTES);
        return limit >= bytes
                ? Optional.empty()
                : Optional.of(
                        ("topic %s: max.message.bytes must be %s, is %s: Kafka would refuse the copy of a large record, which "
                                        + "would be lost; change the topic's max.message.bytes")
                                .formatted(name, bytes, limit));
    }

    /**
     * The finding if the topic must keep records of a given age.
     *
     * @param age of the oldest record
     */
    public Optional<String> retentionFinding(Duration age) {
        String policy = config.getOrDefault(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
        long retentionMs = number(TopicConfig.RETENTION_MS_CONFIG, -1);
        return !policy.contains(TopicConfig.CLEANUP_POLICY_DELETE) || retentionMs < 0 || age.toMillis() < retentionMs
                ? Optional.empty()
                : Optional.of(
                        ("topic %s keeps %s (retention.ms=%s) but the run starts %s ago: Kafka would delete the records as "
                                        + "they arrive; raise retention.ms or start later")
                                .formatted(
                                        name,
                                        DurationText.rounded(Duration.ofMillis(retentionMs)),
                                        retentionMs,
                                        DurationText.rounded(age)));
    }

    /**
     * The finding if the topic must accept batches of a given size.
     *
     * @param what the records, for example {@code the readings}
     * @param batchBytes a full batch of the producer
     * @param recordBytes a batch of only the largest record
     */
    public Optional<String> sizeFinding(String what, long batchBytes, long recordBytes) {
        long limit = number(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, TopicCatalog.MAX_MESSAGE_BYTES);
        if (recordBytes > limit) {
            return Optional.of(
                    ("topic %s takes batches of up to %s bytes (max.message.bytes) but %s need up to %s: Kafka would refuse "
                                    + "them; raise the topic's max.message.bytes")
                            .formatted(name, limit, what, recordBytes));
        }
        return batchBytes <= limit
                ? Optional.empty()
                : Optional.of(
                        ("topic %s takes batches of up to %s bytes (max.message.bytes) but the producer fills them to %s "
                                        + "(batch.size): Kafka would refuse full ones; raise the topic's max.message.bytes, or give "
                                        + "--command-property batch.size=%s")
                                .formatted(name, limit, batchBytes, limit));
    }

    /** The finding if all in-sync replicas must acknowledge each record. */
    public Optional<String> replicationFinding() {
        if (fewestInSync == 0) {
            return Optional.of(
                    "topic %s: every partition must have a leader, at least one has none: Kafka would refuse its "
                                    .formatted(name)
                            + "records; bring its broker back");
        }
        long wanted = number(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, 1);
        return fewestInSync >= wanted
                ? Optional.empty()
                : Optional.of(
                        ("topic %s: every partition must have %s replicas in sync (min.insync.replicas), at least one has %s: "
                                        + "Kafka would refuse its records (acks=all); bring the brokers back, or lower the topic's "
                                        + "min.insync.replicas")
                                .formatted(name, wanted, fewestInSync));
    }

    /** A numeric setting; {@code absent} if the cluster does not report it. */
    public long number(String setting, long absent) {
        String value = config.get(setting);
        return value == null ? absent : Long.parseLong(value);
    }
}
