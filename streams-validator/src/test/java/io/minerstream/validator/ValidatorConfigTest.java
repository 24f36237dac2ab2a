package io.minerstream.validator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minerstream.schemas.serde.RegistryUnavailableException;
import io.minerstream.schemas.topic.TopicNames;
import io.minerstream.validator.input.TelemetrySource;
import io.minerstream.validator.policy.Policies;
import io.minerstream.validator.topology.EventTimeSettings;
import io.minerstream.validator.topology.JudgeSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class ValidatorConfigTest {

    /** The defaults with more settings of the clients. */
    private static ValidatorConfig with(Map<String, String> registry, Map<String, String> kafka) {
        ValidatorConfig defaults = ValidatorConfig.of("localhost:9092", "mock://config", Path.of("state"));
        return new ValidatorConfig(
                defaults.applicationId(),
                defaults.topics(),
                defaults.source(),
                defaults.judge(),
                defaults.threads(),
                defaults.stateDir(),
                defaults.replicationFactor(),
                both(defaults.registry(), registry),
                both(defaults.kafka(), kafka));
    }

    private static Map<String, String> both(Map<String, String> some, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(some);
        all.putAll(more);
        return all;
    }

    @Test
    void shouldNameEveryWrongComponentAtOnce() {
        JudgeSettings judge = new JudgeSettings(
                Duration.ofMinutes(90),
                Duration.ofSeconds(11),
                Duration.ofSeconds(10),
                Duration.ofMinutes(1),
                EventTimeSettings.DEFAULT,
                Policies.DEFAULT);
        Map<String, String> kafka =
                Map.of("bootstrap.servers", "localhost:9092", "processing.guarantee", "at_least_once");

        assertThatThrownBy(() -> new ValidatorConfig("a b", null, null, judge, 0, Path.of("state"), 0, Map.of(), kafka))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        """
                        applicationId: must be 1 to 100 letters, digits, dots, underscores and hyphens, got a b
                        topics: must not be null
                        source: must not be null
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
        ValidatorConfig config =
                with(Map.of("basic.auth.user.info", "me:secret"), Map.of("sasl.jaas.config", "secret"));

        assertThat(config.toString())
                .contains("basic.auth.user.info", "sasl.jaas.config")
                .doesNotContain("secret");
    }

    @Test
    void shouldLetTheUserOverrideDefaultsButNotTheGuarantee() {
        Map<String, Object> properties = StreamsProperties.of(with(Map.of(), Map.of("commit.interval.ms", "900")));

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
                        TelemetrySource.ours(topics),
                        List.of(topics.telemetry(), topics.miners(), topics.watermarks(), topics.alerts()),
                        Map.of(topics.telemetry(), 6, topics.miners(), 3, topics.watermarks(), 6)))
                .containsExactly(
                        "topic a.telemetry-alerts: must exist before the validator starts, does not",
                        "topic a.hosting-miners: must have as many partitions as a.miner-telemetry (6), has 3; a"
                                + " miner's readings, roster entry and watermarks must meet in one partition, or use"
                                + " --repartition");
    }
}
