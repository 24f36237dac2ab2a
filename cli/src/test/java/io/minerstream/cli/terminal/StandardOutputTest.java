package io.minerstream.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.minerstream.cli.HelpTest;
import io.minerstream.cli.Main;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StandardOutputTest {

    private static final String FULL = "No space left on device";

    private final StringWriter err = new StringWriter();

    /** Everything that prints without a server: help of all commands, and what is not help. */
    static Stream<String> printing() {
        return Stream.concat(
                HelpTest.commands().map(command -> (command + " --help").strip()),
                Stream.of("--version", "live --version", "help generate", "generate-completion"));
    }

    private int runOn(boolean pipe, String arguments) {
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException(FULL);
            }
        };
        String[] words = arguments.split(" ");
        return Main.commandLine(words)
                .setOut(new PrintWriter(new StandardOutput(broken, pipe), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(err, true))
                .execute(words);
    }

    @ParameterizedTest
    @MethodSource("printing")
    void shouldFailWhenTheOutputCannotBeWritten(String arguments) {
        assertThat(runOn(false, arguments)).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString().strip())
                .matches("minerstream[a-z -]*: standard output: must take the whole result, got: " + FULL
                        + "; what was printed is incomplete");
    }

    @ParameterizedTest
    @MethodSource("printing")
    void shouldEndQuietlyWhenTheReaderHasGone(String arguments) {
        assertThat(runOn(true, arguments)).isEqualTo(ExitCode.CLOSED_PIPE);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldSayBothThatTheCommandAndThatItsOutputFailed() {
        assertThat(runOn(false, "generate --hours 0 --output json")).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString().lines())
                .containsExactly(
                        "minerstream generate: --hours: must be from 1 to 876000, got 0",
                        "Try 'minerstream generate --help'.",
                        "minerstream generate: standard output: must take the whole result, got: " + FULL
                                + "; what was printed is incomplete");
    }

    @Test
    void shouldSeeThatTheReaderOfThisProcessHasGone(@TempDir Path folder) throws Exception {
        Process process = command(folder, "--help").start();
        process.getInputStream().close();

        assertThat(process.waitFor()).isEqualTo(ExitCode.CLOSED_PIPE);
        assertThat(Files.readString(folder.resolve("err"))).isEmpty();
    }

    @Test
    void shouldSeeThatTheDiskOfThisProcessIsFull(@TempDir Path folder) throws Exception {
        Path full = Path.of("/dev/full");
        assumeThat(full).as("a device of Linux").exists();

        Process process =
                command(folder, "--help").redirectOutput(full.toFile()).start();

        assertThat(process.waitFor()).isEqualTo(ExitCode.FAILED);
        assertThat(Files.readString(folder.resolve("err"))).contains("standard output: must take the whole result");
    }

    /** Messages and progress are for people: a command that nobody watches goes on. */
    @Test
    void shouldGoOnWhenStandardErrorIsFull(@TempDir Path folder) throws Exception {
        Path full = Path.of("/dev/full");
        assumeThat(full).as("a device of Linux").exists();

        Process process = command(folder, "generate", "--hours", "0", "--output", "json")
                .redirectError(full.toFile())
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isEqualTo(ExitCode.USAGE);
        assertThat(out).startsWith("{\"success\":false").endsWith("}\n");
    }

    private static ProcessBuilder command(Path folder, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(folder.resolve("err").toFile());
    }
}
