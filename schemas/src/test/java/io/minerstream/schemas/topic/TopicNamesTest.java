package io.minerstream.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicNamesTest {

    @Test
    void shouldNameTheTopicsOfTheDesign() {
        TopicNames names = TopicNames.DEFAULT;

        assertThat(names.telemetry()).isEqualTo("miner-telemetry");
        assertThat(names.miners()).isEqualTo("hosting-miners");
        assertThat(names.watermarks()).isEqualTo("telemetry-watermarks");
        assertThat(names.runs()).isEqualTo("simulation-runs");
        assertThat(names.strategies()).isEqualTo("curtailment-strategies");
        assertThat(names.alerts()).isEqualTo("telemetry-alerts");
        assertThat(names.verdicts()).isEqualTo("telemetry-verdicts");
        assertThat(names.quarantine()).isEqualTo("telemetry-quarantine");
        assertThat(names.sinkDeadLetters()).isEqualTo("miner-telemetry-dlq");
    }

    @Test
    void shouldPutThePrefixBeforeEveryName() {
        TopicCatalog catalog = new TopicCatalog(new TopicNames("Farm_1."), 1, (short) 1, Duration.ZERO);

        assertThat(catalog.topics()).hasSize(9).allMatch(topic -> topic.name().startsWith("Farm_1."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "farm/", "é", "farm:"})
    void shouldRefuseCharactersThatKafkaRefuses(String prefix) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TopicNames(prefix))
                .withMessage("topic prefix: must be at most 100 letters, digits, dots, underscores and hyphens, got '"
                        + prefix + "'");
    }

    @Test
    void shouldRefuseAPrefixThatIsTooLong() {
        assertThat(new TopicNames("x".repeat(100)).telemetry()).hasSize(115);
        assertThatIllegalArgumentException().isThrownBy(() -> new TopicNames("x".repeat(101)));
    }
}
