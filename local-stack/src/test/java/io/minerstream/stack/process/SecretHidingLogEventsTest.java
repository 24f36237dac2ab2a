package io.minerstream.stack.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class SecretHidingLogEventsTest {

    static final class Logs {
        public static void main(String[] args) {
            LoggerFactory.getLogger(Logs.class)
                    .atWarn()
                    .addKeyValue("url", "http://me:hunter2@host")
                    .setCause(new IOException("outer", new IOException("sasl.password=hunter2 refused")))
                    .log("cannot open {}", "https://me:hunter2@registry");
            LoggerFactory.getLogger(Logs.class).warn("no secret", new IOException("as it is"));
        }
    }

    @Test
    void shouldHideSecretsInMessagesAndExceptionsOfAChild() throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(JavaCommand.LOG_OPTIONS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Logs.class.getName()));

        Process child = new ProcessBuilder(command).redirectErrorStream(true).start();

        assertThat(new String(child.getInputStream().readAllBytes(), UTF_8))
                .contains(
                        "cannot open https://[hidden]@registry",
                        "java.io.IOException: outer",
                        "Caused by: java.io.IOException: sasl.password=[hidden] refused",
                        "no secret",
                        "\njava.io.IOException: as it is\n\tat ")
                .doesNotContain("hunter2");
    }
}
