package io.minerstream.stack.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.LogManager;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

class ProcessLogTest {

    static final class Logs {
        public static void main(String[] args) {
            Logger log = LoggerFactory.getLogger(Logs.class);
            log.atWarn()
                    .addKeyValue("url", "http://me:hunter2@host")
                    .setCause(new IOException("outer", new IOException("sasl.password=hunter2 refused")))
                    .log("cannot open {}", "https://me:hunter2@registry");
            log.error("no secret", new IOException("as it is"));
            MDC.put("connector.context", "[sink|task-0] ");
            log.info("it runs");
            LoggerFactory.getLogger("others").info("not to be seen");
            // As Java's own hook does when the JVM begins to end.
            LogManager.getLogManager().reset();
            log.info("it has ended");
        }
    }

    @Test
    void shouldHideSecretsAndLogToTheEndOfAChild() throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(JavaCommand.logOptions());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Logs.class.getName()));

        Process child = new ProcessBuilder(command).redirectErrorStream(true).start();

        String name = Logs.class.getName();
        assertThat(new String(child.getInputStream().readAllBytes(), UTF_8))
                .contains(
                        "cannot open https://[hidden]@registry\njava.io.IOException: outer\n\tat ",
                        "\nCaused by: java.io.IOException: sasl.password=[hidden] refused\n",
                        "Z ERROR [main] " + name + ": no secret\njava.io.IOException: as it is\n\tat ",
                        "Z INFO  [main] " + name + ": [sink|task-0] it runs\n")
                .endsWith(": [sink|task-0] it has ended\n")
                .doesNotContain("hunter2", "not to be seen");
    }
}
