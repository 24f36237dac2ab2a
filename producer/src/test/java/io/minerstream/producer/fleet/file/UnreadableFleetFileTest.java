package io.minerstream.producer.fleet.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.minerstream.producer.file.InvalidFileException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fleet files that are not there, no files, or not in UTF-8. */
final class UnreadableFleetFileTest {

    private static final String HEADER = "miner_id,serial_number,model,status,actual_hashrate_th,actual_power_w\n";

    @TempDir
    private Path folder;

    @Test
    void shouldNameTheLineOfTheFirstByteThatIsNotUtf8() throws IOException {
        Path file = write(HEADER + "0,A,S21,active,,\n2,Bär,S21,active,,\n", ISO_8859_1);

        assertThatExceptionOfType(InvalidFileException.class)
                .isThrownBy(() -> new FleetFile(file, 5).load())
                .withMessage(message(
                        file,
                        "2: miner_id: must be a whole number from 1 to 2147483647, got '0'",
                        "3: the file: must be text in UTF-8, got the byte 0xE4; what follows was not read"));
    }

    @Test
    void shouldNameTheLineOfABadByteFarBehindTheBuffer() throws IOException {
        String rows = IntStream.rangeClosed(1, 50_000)
                .mapToObj(i -> i + ",SN-" + i + ",S21,active,,\n")
                .collect(Collectors.joining());
        Path file = write(HEADER + rows + "\u00fc", ISO_8859_1);

        assertThatExceptionOfType(InvalidFileException.class)
                .isThrownBy(() -> new FleetFile(file, 5).load())
                .withMessage(message(
                        file, "50002: the file: must be text in UTF-8, got the byte 0xFC; what follows was not read"));
    }

    @Test
    void shouldRefuseUtf16() throws IOException {
        Path file = write(HEADER + "1,A,S21,active,,\n", UTF_16);

        assertThatExceptionOfType(InvalidFileException.class)
                .isThrownBy(() -> new FleetFile(file, 5).load())
                .withMessage(message(
                        file, "1: the file: must be text in UTF-8, got the byte 0xFE; what follows was not read"));
    }

    @Test
    void shouldNameUtf16ThatHasNoByteOrderMark() throws IOException {
        Path file = write(HEADER + "1,A,S21,active,,\n", UTF_16LE);

        assertThatExceptionOfType(InvalidFileException.class)
                .isThrownBy(() -> new FleetFile(file, 5).load())
                .withMessage(
                        message(file, "1: the file: must be text in UTF-8, got UTF-16; what follows was not read"));
    }

    @Test
    void shouldSayThatAFileIsNotThere() {
        Path file = folder.resolve("none.csv");

        assertThatExceptionOfType(InvalidFileException.class)
                .isThrownBy(() -> new FleetFile(file, 5).load())
                .withMessage(
                        "fleet file %s: must be a readable file, got java.nio.file.NoSuchFileException: %s; nothing was loaded"
                                .formatted(file, file));
    }

    @Test
    void shouldSayThatAFolderIsNoFile() {
        // In the language of the machine.
        String isDirectory = catchThrowable(() -> Files.readAllBytes(folder)).getMessage();

        assertThatExceptionOfType(InvalidFileException.class)
                .isThrownBy(() -> new FleetFile(folder, 5).load())
                .withMessage("fleet file %s: must be a readable file, got java.io.IOException: %s; nothing was loaded"
                        .formatted(folder, isDirectory));
    }

    private static String message(Path file, String... findings) {
        return "fleet file %s: %s finding%s, nothing was loaded:\n  fleet.csv:%s"
                .formatted(
                        file,
                        findings.length,
                        findings.length == 1 ? "" : "s",
                        String.join("\n  fleet.csv:", findings));
    }

    private Path write(String text, Charset charset) throws IOException {
        return Files.writeString(folder.resolve("fleet.csv"), text, charset);
    }
}
