package io.minerstream.validator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minerstream.schemas.serde.RegistryUnavailableException;
import io.minerstream.schemas.topic.TopicNames;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class ValidatorConfigTest {

    private static ValidatorConfig.Builder valid() {
        return ValidatorConfig.builder("localhost:9092", "mock://config", Path.of("state"));
    }

    @Test
    void shouldNameEveryWrongComponentAtOnce() {
        ValidatorConfig.Builder builder = ValidatorConfig.builder("localhost:9092", null, Path.of("state"))
                .applicationId("a b")
                .topics(null)
                .window(Duration.ofMinutes(90))
                .quietPeriod(Duration.ofSeconds(11))
                .retention(Duration.ofMinutes(1))
                .threads(0)
                .replicationFactor(0)
                .kafka(Map.of("processing.guarantee", "at_least_once"));

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        """
                        applicationId: must be 1 to 100 letters, digits, dots, underscores and hyphens, got a b
                        topics: must not be null
                        window: must be whole hours from 1 h to 366 days, got PT1H30M
                        quietPeriod: must be from 0 to gracePeriod (PT10S), got PT11S
                        retention: must be from 1 h to 36500 days and at least gracePeriod (PT10S), got PT1M
                        threads: must be at least 1, got 0
                        replicationFactor: must be -1 (the broker's setting) or at least 1, got 0
                        registry: schema.registry.url must be set, got null
                        kafka: processing.guarantee must not be set: verdicts are exactly once""");
    }

    @Test
    void shouldShowNoSecretAsText() {
        ValidatorConfig config = valid().registry(Map.of("basic.auth.user.info", "me:secret"))
                .kafka(Map.of("sasl.jaas.config", "secret"))
                .build();

        assertThat(config.toString())
                .contains("basic.auth.user.info", "sasl.jaas.config")
                .doesNotContain("secret");
    }

    @Test
    void shouldLetTheUserOverrideDefaultsButNotTheGuarantee() {
        Map<String, Object> properties = StreamsProperties.of(
                valid().kafka(Map.of("commit.interval.ms", "900")).build());

        assertThat(properties)
                .containsEntry("commit.interval.ms", "900")
                .containsEntry("max.task.idle.ms", 0L)
                .containsEntry("processing.guarantee", "exactly_once_v2")
                .containsEntry("errors.dead.letter.queue.topic.name", "telemetry-quarantine");
        assertThat(new StreamsConfig(properties).getProducerConfigs("id"))
                .containsEntry("transaction.timeout.ms", 60_000);
    }

    @Test
    void shouldRetryOnlyWhatMayPass() {
        assertThat(TelemetryValidator.isTransient(new StreamsException(
                        new RegistryUnavailableException("no registry", new IllegalStateException()))))
                .isTrue();
        assertThat(TelemetryValidator.isTransient(new StreamsException(new TimeoutException("no broker"))))
                .isTrue();
        assertThat(TelemetryValidator.isTransient(new StreamsException(new IllegalStateException("a bug"))))
                .isFalse();
    }

    @Test
    void shouldNameMissingTopicsAndUnequalPartitions() {
        TopicNames topics = new TopicNames("a.");

        assertThat(InputTopics.findings(
                        topics,
                        List.of(topics.telemetry(), topics.miners(), topics.watermarks(), topics.alerts()),
                        Map.of(topics.telemetry(), 6, topics.miners(), 3, topics.watermarks(), 6)))
                .containsExactly(
                        "topic a.telemetry-alerts: must exist before the validator starts, does not",
                        "topic a.hosting-miners: must have as many partitions as a.miner-telemetry (6), has 3; a miner's readings, roster entry and watermarks must meet in one partition");
    }
}
