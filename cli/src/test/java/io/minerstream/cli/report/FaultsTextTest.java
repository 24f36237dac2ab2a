package io.minerstream.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.avro.AlertState;
import io.minerstream.producer.fleet.SyntheticFleet;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class FaultsTextTest {

    private final FaultsText english = new FaultsText(new Messages(Locale.ENGLISH));
    private final FaultsText chinese = new FaultsText(new Messages(Locale.SIMPLIFIED_CHINESE));

    private static List<String> start(FaultsText text) {
        return text.start(
                SampleResults.stack(), new SyntheticFleet(6, 5, 42).load(), DrillSamples.FAULTY, DrillSamples.PLAN);
    }

    @Test
    void shouldNameTheFaults() {
        assertThat(start(english))
                .startsWith("MinerStream demo --faults: 6 miners x 24 h at site 5", "", "Stack (ready after 9.9 s)")
                .endsWith(
                        "",
                        "Faults, put in between the generator and Kafka",
                        "  withheld                        miner 17, 2026-11-01T06:00:00Z",
                        "  sent twice                      miner 4711, 2026-11-01T05:00:00Z",
                        "  out of range                    miner 99, 2026-11-01T22:00:00Z (125 °C)");
        assertThat(start(chinese))
                .startsWith("MinerStream 故障演示：站点 5，6 台矿机 x 24小时")
                .endsWith(
                        "故障，注入于生成器与 Kafka 之间",
                        "  扣留                            矿机 17，2026-11-01T06:00:00Z",
                        "  发送两次                        矿机 4711，2026-11-01T05:00:00Z",
                        "  超出范围                        矿机 99，2026-11-01T22:00:00Z（125 °C）");
    }

    @Test
    void shouldSayWhatARunIsFor() {
        assertThat(english.run(DrillSamples.FAULTY))
                .containsExactly("", "Run 6vj7qhw8 with the faults: alerts as they come");
        assertThat(english.run(DrillSamples.REPAIR))
                .containsExactly(
                        "",
                        "Run prwz525j repairs them: the same readings as they were generated (generate --force)",
                        "  The withheld reading is sent, and a good one replaces the one out of range.",
                        "  What was sent twice stays in Kafka. Its DUPLICATE alert resolved with the next two"
                                + " readings.");
        assertThat(chinese.run(DrillSamples.REPAIR))
                .containsExactly(
                        "",
                        "运行 prwz525j 修复故障：发送与生成时相同的读数（generate --force）",
                        "  补发被扣留的读数，并以正常读数替换超出范围的读数。",
                        "  发送两次的记录留在 Kafka 中。其 DUPLICATE 告警已随后两条读数解除。");
    }

    @Test
    void shouldShowAnAlertWithItsEvidenceAndItsEnd() {
        assertThat(english.change(DrillSamples.hot(AlertState.FIRING)))
                .containsExactly(
                        "  firing    RANGE      miner 99: temperature must be 65 to 85 degC while active, got 125 at"
                                + " 2026-11-01T22:00:00Z",
                        "                       topic miner-telemetry, partition 1, offset 2294");
        assertThat(english.change(DrillSamples.hot(AlertState.RESOLVED)))
                .containsExactly(
                        "  resolved  RANGE      range/temperature/miner/99: the rule holds since 2026-11-01T22:00:00Z");
        assertThat(chinese.change(DrillSamples.hot(AlertState.FIRING)).get(1))
                .isEqualTo("                       主题 miner-telemetry，分区 1，偏移量 2294");
    }

    @Test
    void shouldShowVerdictAndRowsOfARun() {
        assertThat(english.end(DrillSamples.faulty()))
                .containsExactly(
                        "Stream validator",
                        "  ❌ FAIL: 2 of 6 miners failed; 143 of 144 records, 1 duplicates, 1 alerts",
                        "    RANGE: 1 miners, for example 99",
                        "PostgreSQL",
                        "  ❌ FAIL: 1 missing, 0 extra, 1 different",
                        "  ❌ FAIL: checks in SQL: RECORD_COUNT, CADENCE");
        assertThat(chinese.end(DrillSamples.repaired())).endsWith("  ✅ PASS：所有 SQL 检查");
    }

    @Test
    void shouldSayWhetherExactlyTheFaultsWereCaught() {
        Duration elapsed = Duration.ofMillis(12_345);
        assertThat(english.result(DrillSamples.passed(), elapsed))
                .containsExactly(
                        "",
                        "Faults caught",
                        "  ✅ PASS: 1 alerts fired and 1 resolved, exactly those of the three faults",
                        "",
                        "Done in 12.3 s.");
        assertThat(english.result(DrillSamples.failed(), elapsed))
                .containsExactly(
                        "",
                        "Faults caught",
                        "  ❌ FAIL: 3 differences from what the three faults must cause",
                        "     alert: must be -, got FIRING late/miner/17",
                        "     rules broken by miners: must be {}, got {LATE=1}",
                        "     rows in PostgreSQL: must be missing=0, got missing=1",
                        "",
                        "Failed after 12.3 s.");
        assertThat(chinese.result(DrillSamples.failed(), elapsed))
                .contains(
                        "  ❌ FAIL：与三个故障应有的结果有 3 处不同",
                        "     告警：应为 -，实际为 FIRING late/miner/17",
                        "     各规则的违规矿机数：应为 {}，实际为 {LATE=1}",
                        "     PostgreSQL 中的行：应为 missing=0，实际为 missing=1");
    }
}
