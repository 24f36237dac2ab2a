package io.minerstream.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class ReplayTextTest {

    @Test
    void shouldSayWhatWouldBeReadAndWhatForbidsIt() {
        assertThat(new ReplayText(new Messages(Locale.ENGLISH)).preview(SampleResults.replayPlan()))
                .containsExactly(
                        "MinerStream replay: 2026-11-01T00:00:00Z to 2026-11-01T23:00:00Z, by connector telemetry",
                        "  miner-telemetry-0: from offset 100 to 1300 (end excluded), 1,200 to read",
                        "  miner-telemetry-1: from offset 0 to 9 (end excluded), 9 to read",
                        "  ⚠️ retention has deleted older records of the topic; rows that were among them cannot land again: "
                                + "`minerstream generate --force` with the same parameters writes them again",
                        "  ❌ miner_telemetry: must have a key",
                        "1,209 offsets would be read, markers of transactions among them. Nothing was changed.");
    }

    @Test
    void shouldCompareEachRunAfterwards() {
        assertThat(new ReplayText(new Messages(Locale.SIMPLIFIED_CHINESE)).lines(SampleResults.replay()))
                .contains("已读取 1,209 个偏移量，用时 1.5 s，806/秒")
                .containsAll(new ExactReportText(new Messages(Locale.SIMPLIFIED_CHINESE)).lines(SampleResults.exact()));
    }
}
