package io.minerstream.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StackConfigTest {

    private final StackConfig config = StackConfig.persistent(Path.of("/data/my stack"));

    @Test
    void shouldEmbedEverythingByDefault() {
        assertThat(config.embedded()).isEqualTo(EnumSet.allOf(Component.class));
        assertThat(config.external()).isEmpty();
        assertThat(config.temporary()).isFalse();
        assertThat(config.startTimeout()).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void shouldNotEmbedWhatRunsElsewhere() {
        StackConfig changed = config.withExternal(Component.BROKER, "kafka:9092");

        assertThat(changed.embedded())
                .containsExactlyInAnyOrder(Component.REGISTRY, Component.CONNECT, Component.POSTGRES);
        assertThat(changed.external()).isEqualTo(Map.of(Component.BROKER, "kafka:9092"));
    }

    @Test
    void shouldGiveEveryTemporaryStackItsOwnDirectory() {
        StackConfig one = StackConfig.temporary(Path.of("/tmp"));
        StackConfig other = StackConfig.temporary(Path.of("/tmp"));

        assertThat(one.temporary()).isTrue();
        assertThat(one.dataDirectory().getParent()).isEqualTo(Path.of("/tmp"));
        assertThat(one.dataDirectory()).isNotEqualTo(other.dataDirectory());
    }

    @Test
    void shouldRefuseConnectWithoutBroker() {
        assertThatThrownBy(() -> config.without(Set.of(Component.BROKER)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("connect: must have a broker, got none; embed the broker or give its address");
    }

    @Test
    void shouldRefuseComponentThatIsEmbeddedAndElsewhere() {
        assertThatThrownBy(() -> new StackConfig(
                        Path.of("/data"),
                        false,
                        Set.of(Component.REGISTRY),
                        Map.of(Component.REGISTRY, "http://registry:8081"),
                        Map.of(),
                        Path.of("/cache"),
                        StackConfig.DEFAULT_START_TIMEOUT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "registry: must be either embedded or given by its address (http://registry:8081), got both");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a,b", "/a:b", "/a;b", "/a{b", "/a}b", "/a\\b", "/a\nb"})
    void shouldRefuseDirectoryThatSettingsCannotHold(String directory) {
        assertThatThrownBy(() -> StackConfig.persistent(Path.of(directory)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("data directory: must not contain any of , : ; { } \\ or a line break, got " + directory);
    }

    @Test
    void shouldRefuseTimeoutBelowOneSecond() {
        assertThatThrownBy(() -> config.withStartTimeout(Duration.ofMillis(999)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("start timeout: must be at least 1 s, got PT0.999S");
    }

    @Test
    void shouldNotShowBrokerPasswords() {
        StackConfig secured = config.withBrokerProperties(Map.of("sasl.jaas.config", "password=\"hunter2\""));

        assertThat(secured.toString()).contains("sasl.jaas.config").doesNotContain("hunter2");
    }
}
