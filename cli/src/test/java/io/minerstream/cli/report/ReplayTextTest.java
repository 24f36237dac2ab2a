package io.minerstream.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class ReplayTextTest {

    @Test
    void shouldSayWhatWouldBeReadAndWhatForbidsIt() {
        assertThat(new ReplayText(new Messages(Locale.ENGLISH)).preview(ReplaySamples.plan()))
                .containsExactly(
                        "MinerStream replay: 2026-11-01T00:00:00Z to 2026-11-01T23:00:00Z, by connector telemetry",
                        "  miner-telemetry-0: from offset 100 to 1300 (end excluded), 1,200 to read",
                        "  miner-telemetry-1: from offset 0 to 9 (end excluded), 9 to read",
                        "  ⚠️ the topic has lost older records; rows that were among them land again only with --regenerate, "
                                + "from the seed",
                        "  ⚠️ left out: run aborted1: must be COMPLETED",
                        "  ❌ miner_telemetry: must have a key",
                        "1,209 offsets would be read, markers of transactions among them. Nothing was changed.");
    }

    @Test
    void shouldCompareEachRunAfterwards() {
        assertThat(new ReplayText(new Messages(Locale.SIMPLIFIED_CHINESE)).lines(ReplaySamples.outcome()))
                .contains("已读取 1,209 个偏移量，用时 1.5 s，806/秒")
                .containsAll(new ExactReportText(new Messages(Locale.SIMPLIFIED_CHINESE)).lines(SampleResults.exact()));
    }

    @Test
    void shouldSayWhatWouldBeGeneratedAgainAndWhatForbidsIt() {
        assertThat(new RegenerationText(new Messages(Locale.ENGLISH)).preview(ReplaySamples.regenerationPlan()))
                .containsExactly(
                        "MinerStream replay: 2026-11-01T00:00:00Z to 2026-11-01T23:00:00Z, generated again from the seed, "
                                + "by connector telemetry",
                        "  run 6vj7qhw8 again as run 6vj7qhw8: seed 42, profile realistic, 2026-11-01T00:00:00Z to "
                                + "2026-11-01T23:00:00Z; 6 miners, records: 144, of which 6 are committed already",
                        "  ⚠️ left out: run aborted1: must be COMPLETED",
                        "  ❌ sink: connector telemetry is paused or stopped",
                        "138 records would be written. Nothing was written.");
    }

    @Test
    void shouldCompareEachRunThatWasGeneratedAgain() {
        assertThat(new RegenerationText(new Messages(Locale.SIMPLIFIED_CHINESE)).lines(ReplaySamples.regenerated()))
                .contains("已写入 138 条记录并由连接器读取，用时 1.5 s，92/秒")
                .containsAll(new ExactReportText(new Messages(Locale.SIMPLIFIED_CHINESE)).lines(SampleResults.exact()));
    }
}
