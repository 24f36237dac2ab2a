package io.minerstream.stack;

import static org.assertj.core.api.Assertions.assertThat;

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
    void shouldFollowTheDesktopSpecificationOnLinux() {
        assertThat(CacheDirectory.of(system, Map.of(), false)).contains(Path.of("/home/ann/.cache/minerstream"));
        assertThat(CacheDirectory.of(system, Map.of("XDG_CACHE_HOME", "/big"), false))
                .contains(Path.of("/big/minerstream"));
        assertThat(CacheDirectory.of(system, Map.of("XDG_CACHE_HOME", "relative"), false))
                .contains(Path.of("/home/ann/.cache/minerstream"));
    }

    @Test
    void shouldUseLibraryCachesOnMac() {
        system.setProperty("os.name", "Mac OS X");

        assertThat(CacheDirectory.of(system, Map.of(), false))
                .contains(Path.of("/home/ann/Library/Caches/minerstream"));
    }

    @Test
    void shouldUsePlaceThatOthersCanEnterWhenRoot() {
        assertThat(CacheDirectory.of(system, Map.of(), true)).contains(Path.of("/var/cache/minerstream"));
    }

    @Test
    void shouldPreferTheSystemProperty() {
        system.setProperty("minerstream.cache", "/given");

        assertThat(CacheDirectory.of(system, Map.of(), true)).contains(Path.of("/given"));
    }

    @Test
    void shouldBelieveHomeMoreThanTheUserDatabase() {
        assertThat(CacheDirectory.of(system, Map.of("HOME", "/data/ann"), false))
                .contains(Path.of("/data/ann/.cache/minerstream"));
    }

    @Test
    void shouldBeNoneWhenNothingNamesAHome() {
        system.setProperty("user.home", "?");

        assertThat(CacheDirectory.of(system, Map.of("HOME", ""), false)).isEmpty();
    }
}
