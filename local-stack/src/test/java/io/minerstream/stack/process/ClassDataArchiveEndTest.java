package io.minerstream.stack.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the maker of an archive when the command ends. Its list of classes is a pipe: it waits until the test writes. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no mkfifo")
class ClassDataArchiveEndTest {

    static final class Command {
        public static void main(String[] args) throws IOException {
            // A command that a signal ends also returns, when its resources are closed. Of many hooks one starts early.
            for (int i = 0; i < 50; i++) {
                Runtime.getRuntime().addShutdownHook(new Thread(ClassDataArchive::finishLater));
            }
            ClassDataArchive.makeInBackground();
            System.out.println("makes");
            System.in.read();
            ClassDataArchive.finishLater();
        }
    }

    @TempDir
    private Path folder;

    private Path archive;
    private Path classes;
    private Process command;
    private ProcessHandle maker;

    @BeforeEach
    void setUp() throws Exception {
        archive = folder.resolve("cache/1-1");
        classes = folder.resolve("classes");
        assertThat(new ProcessBuilder("mkfifo", classes.toString()).start().waitFor())
                .isZero();
        command = new ProcessBuilder(
                        ChildCommand.java(),
                        "-D" + ClassDataArchive.PROPERTY + "=" + archive,
                        "-D" + ClassDataArchive.CLASSES_PROPERTY + "=" + classes,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Command.class.getName())
                .redirectError(Redirect.INHERIT)
                .start();
        assertThat(command.inputReader().readLine()).isEqualTo("makes");
        maker = command.children().findFirst().orElseThrow();
        await("the maker waits for the list").until(() -> Files.exists(archive.resolveSibling("1.lock")));
    }

    @AfterEach
    void tearDown() {
        command.destroyForcibly();
        maker.destroyForcibly();
        maker.onExit().join();
    }

    @Test
    void shouldBeFinishedAfterACommandThatEndsByItself() throws Exception {
        command.outputWriter().close();
        assertThat(command.waitFor(1, TimeUnit.MINUTES)).isTrue();

        Files.writeString(classes, "java/lang/Object\n");

        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(ClassDataArchive.find(archive)).isPresent());
    }

    @Test
    void shouldEndWithACommandThatASignalEnds() {
        // Process.destroy() would close its input, too.
        command.toHandle().destroy();

        maker.onExit().orTimeout(1, TimeUnit.MINUTES).join();
        assertThat(command.exitValue()).isEqualTo(128 + 15);
    }
}
