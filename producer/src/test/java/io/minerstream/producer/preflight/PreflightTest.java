package io.minerstream.producer.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.producer.pacing.TimePointScheduler;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.producer.signal.SignalProfile;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.run.TimeRange;
import io.minerstream.schemas.topic.TopicNames;
import io.minerstream.schemas.topic.TopicState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PreflightTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final TopicNames NAMES = new TopicNames("x-");
    private static final String HOUR = "3600000";
    private static final String WEEK = "604800000";

    private final Map<String, TopicState> topics = new HashMap<>();

    @BeforeEach
    void createTopics() {
        put(NAMES.telemetry(), 6, "cleanup.policy", "delete", "retention.ms", "-1");
        put(NAMES.watermarks(), 6, "cleanup.policy", "delete", "retention.ms", "-1");
        put(NAMES.miners(), 6, "cleanup.policy", "compact");
        put(NAMES.runs(), 1, "cleanup.policy", "compact");
    }

    @Test
    void shouldFindNothingWhenTheTopicsAreAsTheyMustBe() {
        assertThat(findings(365)).isEmpty();
    }

    @Test
    void shouldReportRetentionThatIsShorterThanTheRunReachesBack() {
        put(NAMES.telemetry(), 6, "cleanup.policy", "delete", "retention.ms", WEEK);

        assertThat(findings(365))
                .containsExactly(
                        "topic x-miner-telemetry keeps 7 days (retention.ms=604800000) but the run starts 365 days"
                                + " ago: Kafka would delete the records as they arrive; raise retention.ms or start later");
    }

    @Test
    void shouldAcceptRetentionThatReachesFurtherBackThanTheRun() {
        put(NAMES.telemetry(), 6, "cleanup.policy", "delete", "retention.ms", WEEK);

        assertThat(findings(6)).isEmpty();
    }

    @Test
    void shouldReportRetentionOfWatermarksInHours() {
        put(NAMES.watermarks(), 6, "cleanup.policy", "delete", "retention.ms", "43200000");

        assertThat(findings(1))
                .containsExactly(
                        "topic x-telemetry-watermarks keeps 12 hours (retention.ms=43200000) but the run starts 24"
                                + " hours ago: Kafka would delete the records as they arrive; raise retention.ms or start later");
    }

    @Test
    void shouldReportDifferentPartitionCounts() {
        put(NAMES.miners(), 4, "cleanup.policy", "compact");

        assertThat(findings(1))
                .containsExactly(
                        "topic x-hosting-miners: must have 6 partitions, has 4; recreate it with 6, or use another"
                                + " --topic-prefix");
    }

    @Test
    void shouldReportCompactedReadingsAndARosterThatIsDeleted() {
        put(NAMES.telemetry(), 6, "cleanup.policy", "compact,delete", "retention.ms", "-1");
        put(NAMES.miners(), 6, "cleanup.policy", "delete");

        assertThat(findings(1))
                .containsExactly(
                        "topic x-miner-telemetry: cleanup.policy must be delete, is compact,delete: Kafka would keep only"
                                + " the newest record of a key; change the topic's cleanup.policy",
                        "topic x-hosting-miners: cleanup.policy must be compact, is delete: Kafka would delete entries that"
                                + " are still valid; change the topic's cleanup.policy");
    }

    @Test
    void shouldReportTopicsThatReplaceTheTimeOfReadings() {
        put(
                NAMES.telemetry(),
                6,
                "cleanup.policy",
                "delete",
                "retention.ms",
                "-1",
                "message.timestamp.type",
                "LogAppendTime");

        assertThat(findings(1))
                .containsExactly(
                        "topic x-miner-telemetry: message.timestamp.type must be CreateTime, is LogAppendTime: Kafka"
                                + " would replace the time of every record by that of its arrival; change the topic's message.timestamp.type");
    }

    @Test
    void shouldReportTopicsThatRefuseOldRecords() {
        put(NAMES.miners(), 6, "cleanup.policy", "compact", "message.timestamp.before.max.ms", WEEK);

        assertThat(findings(30))
                .containsExactly("topic x-hosting-miners refuses records older than 7 days"
                        + " (message.timestamp.before.max.ms=604800000) but the run starts 30 days ago; raise"
                        + " message.timestamp.before.max.ms or start later");
    }

    /** The watermark of the present hour lies almost an hour ahead: within Kafka's default of one hour. */
    @Test
    void shouldAcceptTheWatermarkOfThePresentHour() {
        put(
                NAMES.watermarks(),
                6,
                "cleanup.policy",
                "delete",
                "retention.ms",
                "-1",
                "message.timestamp.after.max.ms",
                HOUR);

        assertThat(findings(TimeRange.last(NOW, Duration.ofHours(24), TimeRange.HOURLY)))
                .isEmpty();
    }

    @Test
    void shouldReportTopicsThatRefuseRecordsOfTheFuture() {
        put(
                NAMES.telemetry(),
                6,
                "cleanup.policy",
                "delete",
                "retention.ms",
                "-1",
                "message.timestamp.after.max.ms",
                HOUR);

        assertThat(findings(TimeRange.last(NOW.plus(Duration.ofDays(3)), Duration.ofHours(24), TimeRange.HOURLY)))
                .containsExactly("topic x-miner-telemetry refuses records more than 3600 s ahead"
                        + " (message.timestamp.after.max.ms=3600000) but the run writes 3 days ahead; raise"
                        + " message.timestamp.after.max.ms or end earlier");
    }

    @Test
    void shouldReportTopicsThatRefuseFullBatches() {
        put(NAMES.telemetry(), 6, "cleanup.policy", "delete", "retention.ms", "-1", "max.message.bytes", "65536");

        assertThat(findings(1))
                .containsExactly(
                        "topic x-miner-telemetry takes batches of up to 65536 bytes (max.message.bytes) but the"
                                + " producer fills them to 131072 (batch.size): Kafka would refuse full ones; raise the topic's"
                                + " max.message.bytes, or give --command-property batch.size=65536");
    }

    @Test
    void shouldReportTopicsThatRefuseEvenASingleRecord() {
        put(NAMES.miners(), 6, "cleanup.policy", "compact", "max.message.bytes", "600");
        put(NAMES.runs(), 1, "cleanup.policy", "compact", "max.message.bytes", "511");

        assertThat(findings(1))
                .containsExactly(
                        "topic x-hosting-miners takes batches of up to 600 bytes (max.message.bytes) but roster entries need up"
                                + " to 700: Kafka would refuse them; raise the topic's max.message.bytes",
                        "topic x-simulation-runs takes batches of up to 511 bytes (max.message.bytes) but records of the run"
                                + " need up to 512: Kafka would refuse them; raise the topic's max.message.bytes");
    }

    @Test
    void shouldAcceptATopicOfSmallBatchesThatAreNeverFull() {
        put(NAMES.runs(), 1, "cleanup.policy", "compact", "max.message.bytes", "512");

        assertThat(findings(1)).isEmpty();
    }

    @Test
    void shouldReportTooFewReplicasInSync() {
        Map<String, String> two = Map.of("cleanup.policy", "delete", "retention.ms", "-1", "min.insync.replicas", "2");
        topics.put(NAMES.telemetry(), new TopicState(NAMES.telemetry(), 6, two, 1));
        topics.put(NAMES.watermarks(), new TopicState(NAMES.watermarks(), 6, two, 0));

        assertThat(findings(1))
                .containsExactly(
                        "topic x-miner-telemetry: every partition must have 2 replicas in sync (min.insync.replicas), at least"
                                + " one has 1: Kafka would refuse its records (acks=all); bring the brokers back, or lower the"
                                + " topic's min.insync.replicas",
                        "topic x-telemetry-watermarks: every partition must have a leader, at least one has none: Kafka would"
                                + " refuse its records; bring its broker back");
    }

    private List<String> findings(int daysAgo) {
        Instant from = NOW.minus(Duration.ofDays(daysAgo));
        return findings(TimeRange.hourly(from, from.plus(Duration.ofHours(1))));
    }

    private List<String> findings(TimeRange range) {
        RunSpec spec = new RunSpec(new RunId("aaaaaaaa"), 5, range, 42, SignalProfile.REFERENCE, 10_000, false);
        return new Preflight(NAMES, spec, TimePointScheduler.OPEN, new RecordSizes(131_072, 1_048_576, 700), NOW)
                .findings(topics);
    }

    private void put(String name, int partitions, String... config) {
        Map<String, String> settings = new HashMap<>();
        for (int i = 0; i < config.length; i += 2) {
            settings.put(config[i], config[i + 1]);
        }
        topics.put(name, new TopicState(name, partitions, settings, 1));
    }
}
