package io.minerstream.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackPartsTest {

    @TempDir
    private Path folder;

    @Test
    void shouldSayWhatToDoWhenPropertyIsNotSet() {
        assertThatThrownBy(() -> StackParts.find(new Properties()))
                .isInstanceOf(StackStartException.class)
                .hasMessage(
                        "embedded parts: the system property minerstream.parts must name their directory, is not set;"
                                + " build them with \"mvn -Dquick -pl local-stack -am package\""
                                + " and set it to local-stack/target/parts");
    }

    @Test
    void shouldSayWhatToDoWhenDirectoryIsMissing() {
        assertThatThrownBy(() -> find(folder.resolve("parts")))
                .isInstanceOf(StackStartException.class)
                .hasMessage("embedded parts: minerstream.parts must name their directory, got "
                        + folder.resolve("parts") + ", which is not a directory;"
                        + " build them with \"mvn -Dquick -pl local-stack -am package\"");
    }

    @Test
    void shouldNameTheMissingPart() throws Exception {
        StackParts parts = find(folder);

        assertThatThrownBy(parts::registryRunner)
                .isInstanceOf(StackStartException.class)
                .hasMessage("registry: " + folder.resolve("registry")
                        + " must hold exactly one *-runner.jar, got 0;"
                        + " build them with \"mvn -Dquick -pl local-stack -am package\"");
    }

    @Test
    void shouldRefuseTwoOfOnePart() throws Exception {
        touch("postgres/a.txz");
        touch("postgres/b.txz");

        assertThatThrownBy(find(folder)::postgresArchive)
                .hasMessage("postgres: " + folder.resolve("postgres")
                        + " must hold exactly one *.txz, got 2;"
                        + " build them with \"mvn -Dquick -pl local-stack -am package\"");
    }

    @Test
    void shouldFindParts() throws Exception {
        touch("postgres/postgres-linux.txz");
        touch("registry/app-runner.jar");
        touch("connect-plugins/debezium-connector-jdbc/some.jar");
        StackParts parts = find(folder);

        assertThat(parts.postgresArchive()).isEqualTo(folder.resolve("postgres/postgres-linux.txz"));
        assertThat(parts.registryRunner()).isEqualTo(folder.resolve("registry/app-runner.jar"));
        assertThat(parts.plugins()).isEqualTo(folder.resolve("connect-plugins"));
    }

    private void touch(String file) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.createFile(path);
    }

    private static StackParts find(Path directory) throws StackStartException {
        Properties system = new Properties();
        system.setProperty("minerstream.parts", directory.toString());
        return StackParts.find(system);
    }
}
