package io.minerstream.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicCatalogTest {

    private static final Map<String, String> COMPACT = Map.of("cleanup.policy", "compact");

    private static final Instant NOW = Instant.parse("2025-11-20T12:00:00Z");

    private final TopicCatalog catalog = new TopicCatalog(
            TopicNames.DEFAULT, 6, (short) 3, TopicCatalog.retentionFor(NOW.minus(Duration.ofHours(24)), NOW));

    @Test
    void shouldListEveryTopicOnce() {
        assertThat(catalog.topics())
                .extracting(TopicSpec::name)
                .containsExactlyInAnyOrder(
                        "miner-telemetry",
                        "hosting-miners",
                        "telemetry-watermarks",
                        "simulation-runs",
                        "curtailment-strategies",
                        "telemetry-alerts",
                        "telemetry-verdicts",
                        "telemetry-quarantine",
                        "miner-telemetry-dlq");
        assertThat(catalog.topics()).extracting(TopicSpec::replicationFactor).containsOnly((short) 3);
    }

    @Test
    void shouldKeepReadingsThirtyDaysBeyondTheOldestOne() {
        // (1 + 30) days
        Map<String, String> settings = Map.of(
                "cleanup.policy",
                "delete",
                "retention.ms",
                "2678400000",
                "segment.ms",
                "604800000",
                "message.timestamp.after.max.ms",
                "9223372036854775807");

        assertThat(catalog.telemetry().config()).isEqualTo(settings);
        assertThat(catalog.watermarks().config()).isEqualTo(settings);
    }

    @Test
    void shouldKeepReadingsOfTheFutureAsLongAsThoseOfNow() {
        assertThat(TopicCatalog.retentionFor(NOW, NOW)).isEqualTo(Duration.ofDays(30));
        assertThat(TopicCatalog.retentionFor(NOW.plusSeconds(3600), NOW)).isEqualTo(Duration.ofDays(30));
    }

    @Test
    void shouldKeepReadingsForEverWhenNoRetentionIsGiven() {
        TopicCatalog forEver = new TopicCatalog(TopicNames.DEFAULT, 6, (short) 1, null);

        assertThat(forEver.telemetry().config()).containsEntry("retention.ms", "-1");
        assertThat(forEver.watermarks().config()).containsEntry("retention.ms", "-1");
    }

    /** Kafka counts segments by the time of readings, too, and has a new one after seven days: hundreds in years of history. */
    @Test
    void shouldHaveFewSegmentsHoweverFarHistoryReachesBack() {
        assertThat(segmentOf(Duration.ofDays(100))).isEqualTo(Duration.ofDays(7));
        assertThat(segmentOf(Duration.ofDays(2_000))).isEqualTo(Duration.ofDays(100));
        assertThat(segmentOf(null)).isEqualTo(Duration.ofDays(365));
    }

    private static Duration segmentOf(Duration retention) {
        TopicCatalog catalog = new TopicCatalog(TopicNames.DEFAULT, 6, (short) 1, retention);
        assertThat(catalog.watermarks().config()).isEqualTo(catalog.telemetry().config());
        return Duration.ofMillis(Long.parseLong(catalog.telemetry().config().get("segment.ms")));
    }

    @Test
    void shouldJoinTelemetryWatermarksAndMinersByPartition() {
        assertThat(catalog.telemetry().partitions())
                .isEqualTo(catalog.watermarks().partitions())
                .isEqualTo(catalog.miners().partitions())
                .isEqualTo(6);
    }

    @Test
    void shouldKeepOneOrderOfRunsStrategiesAndVerdicts() {
        assertThat(catalog.runs().partitions()).isEqualTo(1);
        assertThat(catalog.strategies().partitions()).isEqualTo(1);
        assertThat(catalog.verdicts().partitions()).isEqualTo(1);
    }

    @Test
    void shouldCompactWhatHoldsTheNewestStateOfEachKey() {
        assertThat(List.of(catalog.miners(), catalog.runs(), catalog.alerts(), catalog.verdicts()))
                .allSatisfy(topic -> assertThat(topic.config()).containsAllEntriesOf(COMPACT));
    }

    @Test
    void shouldKeepWhatTheRosterSaidAtTheTimeOfAReading() {
        assertThat(catalog.miners().config()).containsEntry("min.compaction.lag.ms", "315360000000");
    }

    /** Watermarks stand at the end of their interval, and simulated time may run ahead of the broker's clock. */
    @Test
    void shouldTakeRecordsFromTheFutureWhereTheyCarryTheTimeOfReadings() {
        assertThat(catalog.topics())
                .filteredOn(topic -> "9223372036854775807".equals(topic.config().get("message.timestamp.after.max.ms")))
                .extracting(TopicSpec::name)
                .containsExactly(
                        "miner-telemetry",
                        "hosting-miners",
                        "telemetry-watermarks",
                        "telemetry-alerts",
                        "telemetry-verdicts");
    }

    @Test
    void shouldKeepTombstonesOfStrategiesForAWeek() {
        assertThat(catalog.strategies().config())
                .isEqualTo(Map.of("cleanup.policy", "compact", "delete.retention.ms", "604800000"));
    }

    @Test
    void shouldLeaveTheRetentionOfQuarantineAndDeadLettersToTheBroker() {
        assertThat(catalog.quarantine().config()).doesNotContainKeys("cleanup.policy", "retention.ms");
        assertThat(catalog.sinkDeadLetters().config()).doesNotContainKeys("cleanup.policy", "retention.ms");
    }

    @Test
    void shouldRefuseLessThanOnePartition() {
        TopicCatalog none = new TopicCatalog(TopicNames.DEFAULT, 0, (short) 1, Duration.ofDays(7));

        assertThatIllegalArgumentException()
                .isThrownBy(none::topics)
                .withMessage("partitions: must be at least 1, got 0");
    }

    /** Else Kafka refuses the copy of a record of year 10000 and deletes that of a record of last year at once. */
    @Test
    void shouldTakeDeadLettersOfAnySizeAndTime() {
        assertThat(catalog.sinkDeadLetters().config())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("max.message.bytes", "2147483647", "message.timestamp.type", "LogAppendTime"));
    }

    @Test
    void shouldQuarantineRecordsOfAnyTime() {
        assertThat(catalog.quarantine().config())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("max.message.bytes", "1048588", "message.timestamp.type", "LogAppendTime"));
    }
}
