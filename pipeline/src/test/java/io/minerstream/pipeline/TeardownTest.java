package io.minerstream.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TeardownTest {

    /** Work that ends when a signal has ended the JVM, before the teardown's own hook has run. */
    static final class Command {
        public static void main(String[] args) {
            Teardown teardown = new Teardown(() -> System.out.print("announced, "));
            teardown.add(() -> System.out.print("closed"));
            Runtime.getRuntime().addShutdownHook(new Thread(teardown::close));
        }
    }

    @Test
    void shouldCloseOnceWhenItsWorkEndsDuringASignal() throws Exception {
        Process command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Command.class.getName())
                .redirectErrorStream(true)
                .start();

        assertThat(new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("announced, closed");
    }
}
