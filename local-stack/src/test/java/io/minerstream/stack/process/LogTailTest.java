package io.minerstream.stack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {

    @TempDir
    private Path folder;

    private Path log;

    @BeforeEach
    void setUp() {
        log = folder.resolve("broker.log");
    }

    @Test
    void shouldShowShortLogWhole() throws IOException {
        Files.writeString(log, "one\n\ntwo");

        assertThat(LogTail.describe(log)).isEqualTo("its log " + log + " ends with\n  one\n  two");
    }

    @Test
    void shouldShowLastLinesOfLongLog() throws IOException {
        Files.writeString(
                log, IntStream.range(0, 10_000).mapToObj(i -> "line " + i).collect(Collectors.joining("\n")));

        assertThat(LogTail.lastLines(log)).hasSize(20).startsWith("line 9980").endsWith("line 9999");
    }

    @Test
    void shouldNotShowHalfALine() throws IOException {
        Files.writeString(log, "x".repeat(20_000) + "\nlast");

        assertThat(LogTail.lastLines(log)).containsExactly("last");
    }

    @Test
    void shouldSayOnceThatTheDiskIsFull() throws IOException {
        Files.writeString(
                log,
                "cannot append: No space left on device\n"
                        + "\tat org.apache.kafka.Log.append(Log.java:1)\n".repeat(2_000));

        assertThat(LogTail.describe(log))
                .isEqualTo(
                        "no space left on device: make space there, or use another data directory; its log is " + log);
    }

    @Test
    void shouldSayThatLogIsEmpty() throws IOException {
        Files.createFile(log);

        assertThat(LogTail.describe(log)).isEqualTo("its log is empty: " + log);
    }

    @Test
    void shouldSayThatLogCannotBeRead() {
        assertThat(LogTail.describe(log)).startsWith("its log cannot be read: java.io.FileNotFoundException: " + log);
    }
}
