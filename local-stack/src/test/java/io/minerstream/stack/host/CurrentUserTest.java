package io.minerstream.stack.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CurrentUserTest {

    @Test
    void shouldBeTheOwnerOfWhatItCreates(@TempDir Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("mine"));

        assertThat(CurrentUser.uid()).isEqualTo(Files.getAttribute(file, "unix:uid"));
    }

    @Test
    void shouldFindHomeByVariableThenByTheUserDatabase() {
        Properties system = new Properties();
        system.setProperty("user.home", "/home/ann");

        assertThat(CurrentUser.home(system, Map.of("HOME", "/data/ann"))).contains(Path.of("/data/ann"));
        assertThat(CurrentUser.home(system, Map.of("HOME", ""))).contains(Path.of("/home/ann"));
        assertThat(CurrentUser.home(system, Map.of("HOME", "here"))).contains(Path.of("/home/ann"));
        assertThat(CurrentUser.home(system, Map.of())).contains(Path.of("/home/ann"));
    }

    @Test
    void shouldKnowNoHomeWhereTheUserDatabaseKnowsNoUser() {
        Properties system = new Properties();
        system.setProperty("user.home", "?");

        assertThat(CurrentUser.home(system, Map.of())).isEmpty();
    }
}
