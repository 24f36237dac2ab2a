package io.minerstream.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalSizeTest {

    @ParameterizedTest
    @CsvSource({
        "'30 120\n', 30, 120",
        "'0 0\n', 24, 80",
        "'', 24, 80",
        "'30 \n', 24, 80",
        "stty: standard input: Inappropriate ioctl for device, 24, 80",
        "'30 123456', 24, 80",
    })
    void shouldTakeWhatSttySaysOrTheUsualSize(String size, int rows, int columns) {
        assertThat(TerminalSize.parse(size)).isEqualTo(new TerminalSize(rows, columns));
    }
}
