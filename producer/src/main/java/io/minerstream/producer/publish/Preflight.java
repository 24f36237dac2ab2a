package io.minerstream.producer.publish;

import io.minerstream.producer.kafka.KafkaCluster;
import io.minerstream.producer.kafka.TopicState;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.schemas.topic.TopicNames;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.TopicConfig;

/** Everything about the topics that would lose, displace or refuse records of a run. Changes nothing. */
public final class Preflight {

    private static final String MISSING = ": does not exist; create the topics first";

    private static final Duration DAYS_FROM = Duration.ofDays(2);

    private final TopicNames names;
    private final RunSpec spec;
    private final TimePointGate gate;
    private final Instant now;
    private final List<String> findings = new ArrayList<>();

    private Preflight(TopicNames names, RunSpec spec, TimePointGate gate, Instant now) {
        this.names = names;
        this.spec = spec;
        this.gate = gate;
        this.now = now;
    }

    /**
     * Compares the topics with what a run needs.
     *
     * @return one sentence for each problem; empty when the run can start
     * @throws org.apache.kafka.common.KafkaException when the cluster cannot be asked
     */
    public static List<String> findings(Admin admin, TopicNames names, RunSpec spec, Clock clock) {
        return findings(KafkaCluster.topics(admin, topics(names)), names, spec, TimePointGate.OPEN, clock.instant());
    }

    static List<String> findings(
            Map<String, TopicState> topics, TopicNames names, RunSpec spec, TimePointGate gate, Instant now) {
        Preflight preflight = new Preflight(names, spec, gate, now);
        preflight.check(topics);
        return List.copyOf(preflight.findings);
    }

    static List<String> topics(TopicNames names) {
        return List.of(names.telemetry(), names.watermarks(), names.miners(), names.runs());
    }

    /** Whether a finding is about a topic that is not there, rather than about one that is wrong. */
    static boolean isOfMissingTopic(String finding) {
        return finding.endsWith(MISSING);
    }

    private void check(Map<String, TopicState> topics) {
        for (String name : topics(names)) {
            if (!topics.containsKey(name)) {
                findings.add("topic " + name + MISSING);
            }
        }
        checkPartitions(topics);
        Stream.of(names.telemetry(), names.watermarks())
                .filter(topics::containsKey)
                .map(topics::get)
                .forEach(this::checkEvents);
        Stream.of(names.miners(), names.runs())
                .filter(topics::containsKey)
                .map(topics::get)
                .forEach(this::checkState);
    }

    private void checkPartitions(Map<String, TopicState> topics) {
        TopicState telemetry = topics.get(names.telemetry());
        if (telemetry == null) {
            return;
        }
        for (String name : List.of(names.watermarks(), names.miners())) {
            TopicState topic = topics.get(name);
            if (topic != null && topic.partitions() != telemetry.partitions()) {
                findings.add("topic %s: must have as many partitions as %s (%d), has %d; recreate it with %d partitions"
                        .formatted(
                                name,
                                telemetry.name(),
                                telemetry.partitions(),
                                topic.partitions(),
                                telemetry.partitions()));
            }
        }
    }

    /** Readings and watermarks carry the time of the run, which may be long ago. */
    private void checkEvents(TopicState topic) {
        String policy = topic.config().getOrDefault(TopicConfig.CLEANUP_POLICY_CONFIG, "");
        if (policy.contains(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            findings.add(
                    ("topic %s: cleanup.policy must be delete, is %s: Kafka would keep only the newest record of a key;"
                                    + " change the topic's cleanup.policy")
                            .formatted(topic.name(), policy));
        }
        if (policy.contains(TopicConfig.CLEANUP_POLICY_DELETE)) {
            checkRetention(topic);
        }
        checkTimestamps(topic);
    }

    private void checkRetention(TopicState topic) {
        long retentionMs = number(topic, TopicConfig.RETENTION_MS_CONFIG, -1);
        Duration age = Duration.between(spec.range().from(), now);
        if (retentionMs >= 0 && age.toMillis() >= retentionMs) {
            findings.add(
                    ("topic %s keeps %s (retention.ms=%d) but the run starts %s ago: Kafka would delete the records as"
                                    + " they arrive; raise retention.ms or start later")
                            .formatted(
                                    topic.name(), inWords(Duration.ofMillis(retentionMs)), retentionMs, inWords(age)));
        }
    }

    private void checkTimestamps(TopicState topic) {
        String type = topic.config().getOrDefault(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime");
        if (!type.equals("CreateTime")) {
            findings.add(
                    ("topic %s: message.timestamp.type must be CreateTime, is %s: Kafka would replace the time of the"
                                    + " readings; change the topic's message.timestamp.type")
                            .formatted(topic.name(), type));
            return;
        }
        long pastMs = number(topic, TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG, Long.MAX_VALUE);
        Duration age = Duration.between(spec.range().from(), now);
        if (age.toMillis() > pastMs) {
            findings.add(
                    ("topic %s refuses records older than %s (message.timestamp.before.max.ms=%d) but the run starts %s"
                                    + " ago; raise message.timestamp.before.max.ms or start later")
                            .formatted(topic.name(), inWords(Duration.ofMillis(pastMs)), pastMs, inWords(age)));
        }
        checkFuture(topic, number(topic, TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, Long.MAX_VALUE));
    }

    private void checkFuture(TopicState topic, long futureMs) {
        Duration most = Duration.ofMillis(futureMs);
        Optional<Duration> ahead =
                gate.furthestAhead(spec.range(), now).map(readings -> readings.plus(behindReadings(topic)));
        boolean refused = futureMs < Long.MAX_VALUE
                && ahead.map(furthest -> furthest.compareTo(most) > 0).orElse(true);
        if (refused) {
            findings.add(("topic %s refuses records more than %s ahead (message.timestamp.after.max.ms=%d) but the run"
                            + " writes %s ahead; raise message.timestamp.after.max.ms or end earlier")
                    .formatted(
                            topic.name(),
                            inWords(most),
                            futureMs,
                            ahead.map(Preflight::inWords).orElse("further and further")));
        }
    }

    /** How much later than its readings the newest record of a time point is. */
    private Duration behindReadings(TopicState topic) {
        Instant last = spec.range().last();
        return topic.name().equals(names.watermarks())
                ? Duration.between(last, RunRecords.watermarkTime(spec, last))
                : Duration.ZERO;
    }

    /** The roster and the runs are valid whatever their age; a roster entry carries the time from which it is. */
    private void checkState(TopicState topic) {
        topic.compactionFinding().ifPresent(findings::add);
        if (topic.name().equals(names.miners())) {
            checkTimestamps(topic);
        }
    }

    private static long number(TopicState topic, String key, long absent) {
        String value = topic.config().get(key);
        return value == null ? absent : Long.parseLong(value);
    }

    private static String inWords(Duration duration) {
        if (duration.compareTo(DAYS_FROM) >= 0) {
            return duration.toDays() + " days";
        }
        if (duration.toHours() >= 2) {
            return duration.toHours() + " hours";
        }
        return duration.toSeconds() + " s";
    }
}
