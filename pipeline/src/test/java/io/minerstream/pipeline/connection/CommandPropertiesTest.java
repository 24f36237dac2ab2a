package io.minerstream.pipeline.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.minerstream.pipeline.PipelineException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandPropertiesTest {

    private Path file;

    @BeforeEach
    void locate(@TempDir Path directory) {
        file = directory.resolve("client.properties");
    }

    @Test
    void shouldReadAFileAsIfItsByteOrderMarkWereNotThere() throws IOException {
        Files.writeString(file, "\ufeffbasic.auth.credentials.source=USER_INFO\nbasic.auth.user.info=ann:gr\u00fcn\n");

        assertThat(CommandProperties.read(file, Map.of("acks", "all")))
                .isEqualTo(Map.of(
                        "basic.auth.credentials.source",
                        "USER_INFO",
                        "basic.auth.user.info",
                        "ann:gr\u00fcn",
                        "acks",
                        "all"));
    }

    @Test
    void shouldRefuseAFileThatIsNoTextInUtf8() throws IOException {
        Files.writeString(file, "acks=all\nclient.id=gr\u00fcn\n", StandardCharsets.ISO_8859_1);

        assertRefused("must be text in UTF-8, got the byte 0xFC");
    }

    @Test
    void shouldRefuseALargeFile() throws IOException {
        Files.write(file, new byte[(1 << 20) + 1]);

        assertRefused("must be at most 1048576 bytes, got 1048577");
    }

    private void assertRefused(String reason) {
        assertThatExceptionOfType(PipelineException.class)
                .isThrownBy(() -> CommandProperties.read(file, Map.of()))
                .withMessageStartingWith("--command-config: must be a readable properties file, got " + file + " (")
                .withMessageContaining(reason);
    }
}
