package io.minerstream.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StackConfigTest {

    private final StackConfig config = StackConfig.persistent(Path.of("/data/my stack"));

    @Test
    void shouldStartEverythingByDefault() {
        assertThat(config.components()).isEqualTo(EnumSet.allOf(Component.class));
        assertThat(config.temporary()).isFalse();
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
                .hasMessage("connect: must have a broker, got none; start the broker as well");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a,b", "/a:b", "/a;b", "/a{b", "/a}b", "/a\\b", "/a\nb"})
    void shouldRefuseDirectoryThatSettingsCannotHold(String directory) {
        assertThatThrownBy(() -> StackConfig.persistent(Path.of(directory)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("data directory: must not contain any of , : ; { } \\ or a line break, got " + directory);
    }
}
