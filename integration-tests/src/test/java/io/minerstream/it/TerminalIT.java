package io.minerstream.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minerstream.cli.terminal.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A command on a real terminal, which {@code script} of util-linux makes. {@code .ci/record-demo} looks at a whole demo. */
@ExtendWith(SharedPipeline.class)
class TerminalIT {

    private static final String HIDE_CURSOR = "\u001b[?25l";
    private static final String SHOW_CURSOR = "\u001b[?25h";
    private static final String INTERRUPT = "\u0003";

    @TempDir
    private Path folder;

    private Process process;

    @AfterEach
    void stop() {
        process.destroyForcibly();
    }

    /** A command on a terminal of 100 columns and 20 rows. */
    private void start(String variables, List<String> arguments) throws IOException {
        List<String> command =
                Cli.java(folder, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-D" + Progress.TTY + "=true");
        command.addAll(arguments);
        // What runs in the background of a script ignores Ctrl-C, and so do its children.
        String line = command.stream()
                .map("'%s'"::formatted)
                .collect(Collectors.joining(" ", "env --default-signal=INT ", ""));
        process = new ProcessBuilder(
                        "script", "-qefc", "stty cols 100 rows 20; " + variables + " exec " + line, "/dev/null")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("screen").toFile())
                .start();
    }

    private String screen() {
        try {
            return Files.readString(folder.resolve("screen"));
        } catch (IOException e) {
            throw new AssertionError("cannot be read", e);
        }
    }

    @Test
    void shouldDrawStagesAndGiveTheTerminalBackAtCtrlC() throws Exception {
        // Resumable, and resumed by nobody: its topics are its own.
        start("TERM=xterm", SmallRun.command("terminal-", "--rate", "500"));
        await().atMost(Duration.ofMinutes(1)).until(() -> screen().contains(" 2 %"));
        assertThat(screen()).containsOnlyOnce(HIDE_CURSOR).doesNotContain(SHOW_CURSOR);

        process.outputWriter().append(INTERRUPT).flush();

        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isEqualTo(130);
        assertThat(screen().substring(screen().lastIndexOf('✗')))
                .contains("generate and publish to Kafka", SHOW_CURSOR)
                .doesNotContain(HIDE_CURSOR);
        assertThat(frames()).isNotEmpty().allSatisfy(frame -> assertThat(frame).hasSizeLessThan(100));
    }

    /** What was drawn, without colours. */
    private List<String> frames() {
        return new ArrayList<>(screen().replaceAll("\u001b\\[[?\\d]*[A-Za-z]", "")
                .lines()
                .filter(line -> line.contains("generate and publish"))
                .toList());
    }

    @Test
    void shouldPrintLinesOnADumbTerminal() throws Exception {
        start("TERM=dumb", SmallRun.command("dumb-"));

        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(screen()).isZero();
        assertThat(screen())
                .contains("generate and publish to Kafka  100 %  30,000/30,000  ")
                .doesNotContain("\u001b");
    }

    @Test
    void shouldLeaveColoursOut() throws Exception {
        start("TERM=xterm NO_COLOR=1", SmallRun.command("colourless-"));

        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(screen()).isZero();
        assertThat(screen())
                .contains("✓ generate and publish to Kafka", SHOW_CURSOR)
                .doesNotContainPattern("\u001b\\[\\d*m");
    }
}
