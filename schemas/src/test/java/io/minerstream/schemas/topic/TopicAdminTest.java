package io.minerstream.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
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
            assertThat(TopicAdmin.findings(spec, spec.partitions(), existing(spec.config())))
                    .isEmpty();
        }
    }

    @Test
    void shouldReportAnotherNumberOfPartitions() {
        assertThat(TopicAdmin.findings(
                        catalog.telemetry(), 12, existing(catalog.telemetry().config())))
                .containsExactly("topic miner-telemetry: must have 6 partitions, has 12; give --partitions 12, "
                        + "or use another --topic-prefix");
    }

    @ParameterizedTest
    @CsvSource({"compact", "'compact,delete'"})
    void shouldReportThatReadingsWouldBeCompacted(String policy) {
        assertThat(TopicAdmin.findings(
                        catalog.telemetry(), 6, existing(Map.of("cleanup.policy", policy, "retention.ms", "-1"))))
                .containsExactly(
                        "topic miner-telemetry: cleanup.policy must be delete, is " + policy
                                + ", so Kafka would drop all but the newest reading of a miner; change the topic's cleanup.policy");
    }

    @ParameterizedTest
    @CsvSource({"delete", "'compact,delete'"})
    void shouldReportThatTheRosterWouldBeDeleted(String policy) {
        assertThat(TopicAdmin.findings(catalog.miners(), 6, existing(Map.of("cleanup.policy", policy))))
                .containsExactly("topic hosting-miners: cleanup.policy must be compact, is " + policy
                        + ", so Kafka would delete entries that are still valid; change the topic's cleanup.policy");
    }

    @Test
    void shouldReportThatTheTimesOfReadingsWouldBeReplaced() {
        assertThat(TopicAdmin.findings(
                        catalog.telemetry(),
                        6,
                        existing(Map.of("retention.ms", "-1", "message.timestamp.type", "LogAppendTime"))))
                .containsExactly(
                        "topic miner-telemetry: message.timestamp.type must be CreateTime, is LogAppendTime, so "
                                + "Kafka would replace the time of every record by that of its arrival; change the topic's "
                                + "message.timestamp.type");
    }

    @Test
    void shouldReportARetentionThatIsShorterThanTheRunReachesBack() {
        assertThat(TopicAdmin.findings(catalog.telemetry(), 6, existing(Map.of("retention.ms", "604800000"))))
                .containsExactly(
                        "topic miner-telemetry keeps 7 days (retention.ms=604800000) but the run starts 365 days "
                                + "ago: Kafka would delete the records as they arrive; raise retention.ms or start later");
    }

    @ParameterizedTest
    @CsvSource({"PT24H, 1 day", "PT1H, 1 hour", "PT23H, 23 hours", "PT24H1M, 25 hours", "PT23H59M, 1 day", "P2D, 2 days"
    })
    void shouldSayHowLongInDaysOrHours(Duration reach, String words) {
        assertThat(findingsOfRetention(reach, reach.minusMillis(1)))
                .singleElement()
                .asString()
                .contains("but the run starts " + words + " ago");
    }

    @Test
    void shouldAcceptARetentionThatReachesBackExactly() {
        assertThat(findingsOfRetention(Duration.ofDays(3), Duration.ofDays(3))).isEmpty();
        assertThat(findingsOfRetention(Duration.ofDays(3), Duration.ofDays(3).minusMillis(1)))
                .hasSize(1);
    }

    @Test
    void shouldAcceptAnEndlessRetention() {
        assertThat(TopicAdmin.findings(catalog.telemetry(), 6, existing(Map.of("retention.ms", "-1"))))
                .isEmpty();
    }

    @Test
    void shouldNotJudgeTheRetentionOfATopicThatIsKeptForEver() {
        TopicCatalog forEver = new TopicCatalog(TopicNames.DEFAULT, 6, (short) 1, null);

        assertThat(TopicAdmin.findings(forEver.telemetry(), 6, existing(Map.of())))
                .isEmpty();
    }

    @Test
    void shouldAcceptStrategiesThatKeepTombstonesForLess() {
        Config kafkasDay = existing(Map.of("cleanup.policy", "compact", "delete.retention.ms", "86400000"));

        assertThat(TopicAdmin.findings(catalog.strategies(), 1, kafkasDay)).isEmpty();
    }

    @Test
    void shouldReportEverythingAtOnce() {
        assertThat(TopicAdmin.findings(
                        catalog.telemetry(),
                        1,
                        existing(Map.of(
                                "cleanup.policy",
                                "compact",
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
        return TopicAdmin.findings(spec, 1, existing(Map.of("retention.ms", Long.toString(retention.toMillis()))));
    }

    /** The broker's defaults with {@code settings} over them. */
    private static Config existing(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of(
                "cleanup.policy", "delete", "retention.ms", "604800000", "message.timestamp.type", "CreateTime"));
        all.putAll(settings);
        return new Config(all.entrySet().stream()
                .map(entry -> new ConfigEntry(entry.getKey(), entry.getValue()))
                .toList());
    }
}
