package io.minerstream.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class CommandLogTest {

    static final class Logs {
        public static void main(String[] args) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                Logger log = LoggerFactory.getLogger("Logs");
                log.warn("not to be seen");
                log.error("cannot open https://me:hunter2@registry", new IOException("refused"));
            }));
            Main.main(new String[] {"--version"});
        }
    }

    @Test
    void shouldLogOneLineForAnErrorWithoutSecrets() throws IOException {
        Process command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Logs.class.getName())
                .start();

        assertThat(new String(command.getErrorStream().readAllBytes(), UTF_8))
                .matches("\\S+Z ERROR \\[Thread-\\d] Logs: cannot open https://\\[hidden]@registry:"
                        + " java.io.IOException: refused\n");
    }
}
