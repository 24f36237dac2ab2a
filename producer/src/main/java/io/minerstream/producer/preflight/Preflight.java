package io.minerstream.producer.preflight;

import io.minerstream.producer.pacing.TimePointScheduler;
import io.minerstream.producer.record.RunRecords;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.schemas.run.DurationText;
import io.minerstream.schemas.topic.TopicNames;
import io.minerstream.schemas.topic.TopicState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.TopicConfig;

/** Checks existing topics for whatever would lose, displace or refuse records of a run. Used once. */
public final class Preflight {

    private final TopicNames names;
    private final RunSpec spec;
    private final TimePointScheduler scheduler;
    private final RecordSizes sizes;
    private final Instant now;
    private final List<String> findings = new ArrayList<>();

    Preflight(TopicNames names, RunSpec spec, TimePointScheduler scheduler, RecordSizes sizes, Instant now) {
        this.names = names;
        this.spec = spec;
        this.scheduler = scheduler;
        this.sizes = sizes;
        this.now = now;
    }

    /**
     * Compares topics with what a run needs.
     *
     * @param topics those that exist and can be described, by name
     * @return one sentence for each blocking problem; empty when there is none
     */
    List<String> findings(Map<String, TopicState> topics) {
        TopicState telemetry = topics.get(names.telemetry());
        if (telemetry != null) {
            Stream.of(names.watermarks(), names.miners())
                    .map(topics::get)
                    .filter(Objects::nonNull)
                    .forEach(topic -> note(topic.partitionFinding(telemetry.partitions())));
        }
        operations(names).keySet().stream()
                .map(topics::get)
                .filter(Objects::nonNull)
                .forEach(this::check);
        return List.copyOf(findings);
    }

    /** What a run does with its topics, in their order: it reads what earlier runs wrote, and writes. */
    public static Map<String, Set<AclOperation>> operations(TopicNames names) {
        Map<String, Set<AclOperation>> operations = new LinkedHashMap<>();
        operations.put(names.telemetry(), Set.of(AclOperation.WRITE));
        operations.put(names.watermarks(), Set.of(AclOperation.WRITE));
        operations.put(names.miners(), Set.of(AclOperation.READ, AclOperation.WRITE));
        operations.put(names.runs(), Set.of(AclOperation.READ, AclOperation.WRITE));
        return operations;
    }

    private void check(TopicState topic) {
        boolean events = topic.name().equals(names.telemetry()) || topic.name().equals(names.watermarks());
        boolean roster = topic.name().equals(names.miners());
        if (events) {
            // Readings and watermarks carry the time of the run, which may be long ago.
            note(topic.deletionFinding());
            note(topic.retentionFinding(age()));
        } else {
            // The roster and the runs are valid whatever their age.
            note(topic.compactionFinding());
        }
        if (events || roster) {
            // A roster entry carries the time from which it is valid.
            checkTimestamps(topic);
        }
        if (roster) {
            note(topic.sizeFinding("roster entries", sizes.batchBytes(), sizes.rosterEntry()));
        } else {
            note(topic.sizeFinding("records of the run", events ? sizes.batchBytes() : 0, RecordSizes.OTHERS));
        }
        note(topic.replicationFinding());
    }

    private void checkTimestamps(TopicState topic) {
        Optional<String> replaced = topic.timestampFinding("CreateTime");
        note(replaced);
        if (replaced.isPresent()) {
            return;
        }
        long pastMs = topic.number(TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG, Long.MAX_VALUE);
        if (age().toMillis() > pastMs) {
            findings.add(
                    ("topic %s refuses records older than %s (message.timestamp.before.max.ms=%s) but the run starts %s"
                                    + " ago; raise message.timestamp.before.max.ms or start later")
                            .formatted(
                                    topic.name(),
                                    DurationText.rounded(Duration.ofMillis(pastMs)),
                                    pastMs,
                                    DurationText.rounded(age())));
        }
        checkFuture(topic, topic.number(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, Long.MAX_VALUE));
    }

    private void checkFuture(TopicState topic, long futureMs) {
        Duration most = Duration.ofMillis(futureMs);
        Optional<Duration> ahead =
                scheduler.furthestAhead(spec.range(), now).map(readings -> readings.plus(behindReadings(topic)));
        boolean refused = futureMs < Long.MAX_VALUE
                && ahead.map(furthest -> furthest.compareTo(most) > 0).orElse(true);
        if (refused) {
            findings.add(("topic %s refuses records more than %s ahead (message.timestamp.after.max.ms=%s) but the run"
                            + " writes %s ahead; raise message.timestamp.after.max.ms or end earlier")
                    .formatted(
                            topic.name(),
                            DurationText.rounded(most),
                            futureMs,
                            ahead.map(DurationText::rounded).orElse("further and further")));
        }
    }

    private Duration age() {
        return Duration.between(spec.range().from(), now);
    }

    /** How much later than its readings the newest record of a time point is. */
    private Duration behindReadings(TopicState topic) {
        Instant last = spec.range().last();
        return topic.name().equals(names.watermarks())
                ? Duration.between(last, RunRecords.watermarkTime(spec, last))
                : Duration.ZERO;
    }

    private void note(Optional<String> finding) {
        finding.ifPresent(findings::add);
    }
}
