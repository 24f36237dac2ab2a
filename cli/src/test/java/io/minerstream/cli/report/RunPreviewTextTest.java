package io.minerstream.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class RunPreviewTextTest {

    @Test
    void shouldNameWhatWouldBeCreated() {
        assertThat(lines(Locale.ENGLISH))
                .contains(
                        "  topics to create        miner-telemetry",
                        "  partitions to create    2025-11, 2025-12",
                        "  schemas to change       miner-telemetry-value: is registered");
    }

    @Test
    void shouldNameMonthsInChinese() {
        assertThat(lines(Locale.CHINESE))
                .anySatisfy(line -> assertThat(line).startsWith("  将创建的月分区").endsWith("2025-11, 2025-12"));
    }

    private static List<String> lines(Locale language) {
        return new RunPreviewText(SampleResults.preview(), new Messages(language)).lines();
    }
}
