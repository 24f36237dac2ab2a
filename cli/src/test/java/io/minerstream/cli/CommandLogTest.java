package io.minerstream.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class CommandLogTest {

    static final class Logs {
        public static void main(String[] args) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                Logger log = LoggerFactory.getLogger("Logs");
                log.warn("of little use");
                log.error("cannot open https://me:hunter2@registry", new IOException("refused"));
            }));
            Main.main(new String[] {"--version"});
        }
    }

    private static String log(String... options) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Logs.class.getName()));
        return new String(new ProcessBuilder(command).start().getErrorStream().readAllBytes(), UTF_8);
    }

    @Test
    void shouldLogAtTheLevelThatTheUserSets() throws IOException {
        assertThat(log("-Dminerstream.log.level=warn"))
                .contains("Z WARN  [")
                .contains(": of little use\n")
                .contains("Z ERROR [");
    }

    @Test
    void shouldLogOneLineForAnErrorWithoutSecrets() throws IOException {
        assertThat(log())
                .matches("\\S+Z ERROR \\[Thread-\\d] Logs: cannot open https://\\[hidden]@registry:"
                        + " java.io.IOException: refused\n");
    }
}
