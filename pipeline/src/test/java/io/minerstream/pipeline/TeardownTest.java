package io.minerstream.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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

    /** A signal comes while its last resource is being closed. */
    static final class ClosingCommand {
        public static void main(String[] args) {
            Teardown teardown = new Teardown(() -> System.out.println("announced"));
            teardown.add(() -> {
                System.out.println("closing");
                System.in.read();
                System.out.println("closed");
            });
            teardown.close();
        }
    }

    private static Process start(Class<?> main) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName())
                .redirectErrorStream(true)
                .start();
    }

    @Test
    void shouldWaitForWhatIsBeingClosedAtASignal() throws Exception {
        Process command = start(ClosingCommand.class);
        assertThat(command.inputReader().readLine()).isEqualTo("closing");

        // Process.destroy() would close its input, too.
        command.toHandle().destroy();
        assertThat(command.inputReader().readLine()).isEqualTo("announced");
        command.outputWriter().close();

        assertThat(command.inputReader().lines()).containsExactly("closed");
        assertThat(command.waitFor()).isEqualTo(128 + 15);
    }

    @Test
    void shouldCloseOnceWhenItsWorkEndsDuringASignal() throws Exception {
        Process command = start(Command.class);

        assertThat(new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("announced, closed");
    }
}
