package io.minerstream.stack.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFileTest {

    @TempDir
    private Path folder;

    @Test
    void shouldBeReadableByOwnerAloneEvenWhenTheOldFileWasNot() throws IOException {
        Path file = folder.resolve("secret");
        Files.writeString(file, "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        PrivateFile.write(file, "new");

        assertThat(file).hasContent("new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(folder).isDirectoryContaining(path -> path.equals(file)).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void shouldGiveBackPropertiesWithAnyCharacters() throws IOException {
        Path file = folder.resolve("settings");
        Map<String, String> settings = Map.of(
                "path", "/data/my stack=1", "text", " leading #!:= and \\ and \n line, \u77ff\u673a", "empty", "");

        PrivateFile.writeProperties(file, settings);

        assertThat(PrivateFile.readProperties(file)).isEqualTo(settings);
    }

    /** As Kafka reads it. */
    @Test
    void shouldWritePropertiesThatAnyCharsetReads() throws IOException {
        Path file = folder.resolve("worker.properties");

        PrivateFile.writeProperties(file, Map.of("plugin.path", "/opt/B\u00fcro \u77ff\u673a"));

        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            properties.load(in);
        }
        assertThat(properties).containsExactly(Map.entry("plugin.path", "/opt/B\u00fcro \u77ff\u673a"));
        assertThat(file).hasContent("plugin.path=/opt/B\\u00FCro \\u77FF\\u673A");
    }

    @Test
    void shouldReadMissingFileAsEmpty() throws IOException {
        assertThat(PrivateFile.readProperties(folder.resolve("missing"))).isEmpty();
    }
}
