package io.minerstream.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class CacheDirectoryTest {

    private final Properties system = new Properties();

    CacheDirectoryTest() {
        system.setProperty("user.home", "/home/ann");
        system.setProperty("os.name", "Linux");
    }

    @Test
    void shouldFollowTheDesktopSpecificationOnLinux() throws StackStartException {
        assertThat(CacheDirectory.of(system, Map.of(), false)).isEqualTo(Path.of("/home/ann/.cache/minerstream"));
        assertThat(CacheDirectory.of(system, Map.of("XDG_CACHE_HOME", "/big"), false))
                .isEqualTo(Path.of("/big/minerstream"));
        assertThat(CacheDirectory.of(system, Map.of("XDG_CACHE_HOME", "relative"), false))
                .isEqualTo(Path.of("/home/ann/.cache/minerstream"));
    }

    @Test
    void shouldUseLibraryCachesOnMac() throws StackStartException {
        system.setProperty("os.name", "Mac OS X");

        assertThat(CacheDirectory.of(system, Map.of(), false))
                .isEqualTo(Path.of("/home/ann/Library/Caches/minerstream"));
    }

    @Test
    void shouldUsePlaceThatOthersCanEnterWhenRoot() throws StackStartException {
        assertThat(CacheDirectory.of(system, Map.of(), true)).isEqualTo(Path.of("/var/cache/minerstream"));
    }

    @Test
    void shouldPreferTheSystemProperty() throws StackStartException {
        system.setProperty("minerstream.cache", "/given");

        assertThat(CacheDirectory.of(system, Map.of(), true)).isEqualTo(Path.of("/given"));
    }

    @Test
    void shouldBelieveHomeMoreThanTheUserDatabase() throws StackStartException {
        assertThat(CacheDirectory.of(system, Map.of("HOME", "/data/ann"), false))
                .isEqualTo(Path.of("/data/ann/.cache/minerstream"));
    }

    @Test
    void shouldSayWhatToDoWhenNothingNamesAHome() {
        system.setProperty("user.home", "?");

        assertThatThrownBy(() -> CacheDirectory.of(system, Map.of("HOME", ""), false))
                .isInstanceOf(StackStartException.class)
                .hasMessage(
                        "cache folder: HOME must name the home directory, does not, and the user database knows none;"
                                + " set HOME or XDG_CACHE_HOME");
    }
}
