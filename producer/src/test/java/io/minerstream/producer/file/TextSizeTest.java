package io.minerstream.producer.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Sizes that would occupy a parser for minutes are refused. */
class TextSizeTest {

    private static final Layout LAYOUT = new Layout(
            "fleet",
            "miner",
            null,
            Format.CSV,
            "nothing was loaded",
            List.of(Field.text("name").column()));

    private static final long MIB = 1 << 20;

    @TempDir
    private Path directory;

    private int rows;

    @BeforeEach
    void noRows() {
        rows = 0;
    }

    @Test
    void shouldRefuseALargeFileBeforeItIsParsed() throws IOException {
        Path file = sparse("fleet.yaml", 64 * MIB + 1);

        assertThatExceptionOfType(InvalidFileException.class)
                .isThrownBy(() -> read(file))
                .withMessage("fleet file %s: must be at most 67108864 bytes, got 67108865; nothing was loaded", file);
    }

    @Test
    void shouldTakeAFileOfTheLargestSize() throws IOException {
        Path file = sparse("settings", MIB);

        try (Utf8Text text = Utf8Text.open(file, MIB)) {
            assertThat(text.skip(Long.MAX_VALUE)).isEqualTo(MIB);
        }
    }

    /** It has no size: what is read counts. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldStopReadingADevice() throws IOException {
        try (Utf8Text text = Utf8Text.open(Path.of("/dev/zero"), MIB)) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> text.skip(Long.MAX_VALUE))
                    .withMessage("must be text in UTF-8, got UTF-16");
        }
        try (Utf8Text text = Utf8Text.open(endless(), MIB)) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> text.skip(Long.MAX_VALUE))
                    .withMessage("must be at most 1048576 bytes, got more");
        }
    }

    @Test
    void shouldRefuseALineOfYamlThatTheParserTakesMinutesFor() throws IOException {
        Path file = write("fleet.yaml", "- name: a\n- name: " + "a".repeat(1 << 16) + "\n");

        assertThatExceptionOfType(InvalidFileException.class)
                .isThrownBy(() -> read(file))
                .withMessage(
                        "fleet file %s: 1 finding, nothing was loaded:\n  fleet.yaml:2: the file: must have lines of at most "
                                + "65536 characters, got a longer one; what follows was not read",
                        file);
    }

    @Test
    void shouldTakeJsonOfOneLongLine() throws IOException {
        Path file = write("fleet.json", "[" + "{\"name\":\"a\"},".repeat(100_000) + "{\"name\":\"b\"}]");

        read(file);

        assertThat(rows).isEqualTo(100_001);
    }

    private void read(Path file) {
        RowReader.read(file, LAYOUT, row -> rows++).requireNone();
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private Path sparse(String name, long length) throws IOException {
        Path file = directory.resolve(name);
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
            access.writeBytes("- name: a\n");
            access.setLength(length);
        }
        return file;
    }

    /** A FIFO into which somebody writes without end. */
    private Path endless() throws IOException {
        Path fifo = directory.resolve("endless.yaml");
        new ProcessBuilder("sh", "-c", "mkfifo \"$0\" && { yes > \"$0\" & }", fifo.toString())
                .inheritIO()
                .start()
                .onExit()
                .join();
        return fifo;
    }
}
