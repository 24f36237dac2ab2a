package io.minerstream.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The judgement of existing topics; what asks the broker is tested against a real one. */
class TopicAdminTest {

    private static final Instant NOW = Instant.parse("2025-11-20T12:00:00Z");

    private final TopicCatalog catalog = reaching(6, Duration.ofDays(365));

    @Test
    void shouldFindNothingWhenTopicIsAsWeWouldCreateIt() {
        for (TopicSpec spec : catalog.topics()) {
            assertThat(TopicAdmin.findings(spec, existing(spec.partitions(), spec.config())))
                    .isEmpty();
        }
    }

    @Test
    void shouldReportAnotherNumberOfPartitions() {
        assertThat(TopicAdmin.findings(
                        catalog.telemetry(), existing(12, catalog.telemetry().config())))
                .containsExactly("topic miner-telemetry: must have 6 partitions, has 12; recreate it with 6, or use "
                        + "another --topic-prefix");
    }

    @ParameterizedTest
    @CsvSource({"compact", "'compact,delete'"})
    void shouldReportThatReadingsWouldBeCompacted(String policy) {
        assertThat(TopicAdmin.findings(
                        catalog.telemetry(), existing(6, Map.of("cleanup.policy", policy, "retention.ms", "-1"))))
                .containsExactly("topic miner-telemetry: cleanup.policy must be delete, is " + policy
                        + ": Kafka would keep only the newest record of a key; change the topic's cleanup.policy");
    }

    @ParameterizedTest
    @CsvSource({"delete", "'compact,delete'"})
    void shouldReportThatTheRosterWouldBeDeleted(String policy) {
        assertThat(TopicAdmin.findings(
                        catalog.miners(), new TopicState("hosting-miners", 6, Map.of("cleanup.policy", policy), 1)))
                .containsExactly("topic hosting-miners: cleanup.policy must be compact, is " + policy
                        + ": Kafka would delete entries that are still valid; change the topic's cleanup.policy");
    }

    @Test
    void shouldReportThatTheTimesOfReadingsWouldBeReplaced() {
        assertThat(TopicAdmin.findings(
                        catalog.telemetry(),
                        existing(6, Map.of("retention.ms", "-1", "message.timestamp.type", "LogAppendTime"))))
                .containsExactly("topic miner-telemetry: message.timestamp.type must be CreateTime, is LogAppendTime: "
                        + "Kafka would replace the time of every record by that of its arrival; change the topic's "
                        + "message.timestamp.type");
    }

    @Test
    void shouldReportADeadLetterTopicThatRefusesCopies() {
        TopicSpec spec = catalog.sinkDeadLetters();

        assertThat(TopicAdmin.findings(spec, new TopicState(spec.name(), 1, Map.of(), 1)))
                .containsExactly(
                        "topic miner-telemetry-dlq: message.timestamp.type must be LogAppendTime, is CreateTime: Kafka would "
                                + "refuse or delete records by a time that may be wrong; change the topic's message.timestamp.type",
                        "topic miner-telemetry-dlq: max.message.bytes must be 2147483647, is 1048588: Kafka would refuse the "
                                + "copy of a large record, which would be lost; change the topic's max.message.bytes");
    }

    @Test
    void shouldReportARetentionThatIsShorterThanTheRunReachesBack() {
        assertThat(TopicAdmin.findings(catalog.telemetry(), existing(6, Map.of("retention.ms", "604800000"))))
                .containsExactly(
                        "topic miner-telemetry keeps 7 days (retention.ms=604800000) but the run starts 365 days "
                                + "ago: Kafka would delete the records as they arrive; raise retention.ms or start later");
    }

    @ParameterizedTest
    @CsvSource({"PT48H, 2 days", "PT47H59M, 47 hours", "PT2H, 2 hours", "PT1H59M, 7140 s", "P365D, 365 days"})
    void shouldSayHowLongInDaysOrHours(Duration reach, String words) {
        assertThat(findingsOfRetention(reach, reach.minusMillis(1)))
                .singleElement()
                .asString()
                .contains("but the run starts " + words + " ago");
    }

    @Test
    void shouldAcceptARetentionThatReachesFurtherBack() {
        assertThat(findingsOfRetention(Duration.ofDays(3), Duration.ofDays(3).plusMillis(1)))
                .isEmpty();
        assertThat(findingsOfRetention(Duration.ofDays(3), Duration.ofDays(3))).hasSize(1);
    }

    @Test
    void shouldAcceptAnEndlessRetention() {
        assertThat(TopicAdmin.findings(catalog.telemetry(), existing(6, Map.of("retention.ms", "-1"))))
                .isEmpty();
    }

    @Test
    void shouldNotJudgeTheRetentionOfATopicThatIsKeptForEver() {
        TopicCatalog forEver = new TopicCatalog(TopicNames.DEFAULT, 6, (short) 1, null);

        assertThat(TopicAdmin.findings(forEver.telemetry(), existing(6, Map.of())))
                .isEmpty();
    }

    @Test
    void shouldAcceptStrategiesThatKeepTombstonesForLess() {
        TopicState kafkasDay = existing(1, Map.of("cleanup.policy", "compact", "delete.retention.ms", "86400000"));

        assertThat(TopicAdmin.findings(catalog.strategies(), kafkasDay)).isEmpty();
    }

    @Test
    void shouldReportEverythingAtOnce() {
        assertThat(TopicAdmin.findings(
                        catalog.telemetry(),
                        existing(
                                1,
                                Map.of(
                                        "cleanup.policy",
                                        "compact,delete",
                                        "message.timestamp.type",
                                        "LogAppendTime",
                                        "retention.ms",
                                        "1"))))
                .hasSize(4);
    }

    private static TopicCatalog reaching(int partitions, Duration reach) {
        return new TopicCatalog(
                TopicNames.DEFAULT, partitions, (short) 1, TopicCatalog.retentionFor(NOW.minus(reach), NOW));
    }

    private static List<String> findingsOfRetention(Duration reach, Duration retention) {
        TopicSpec spec = reaching(1, reach).telemetry();
        return TopicAdmin.findings(spec, existing(1, Map.of("retention.ms", Long.toString(retention.toMillis()))));
    }

    /** The broker's defaults with {@code settings} over them. */
    private static TopicState existing(int partitions, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of(
                "cleanup.policy", "delete", "retention.ms", "604800000", "message.timestamp.type", "CreateTime"));
        all.putAll(settings);
        return new TopicState(TopicNames.DEFAULT.telemetry(), partitions, all, 1);
    }
}
