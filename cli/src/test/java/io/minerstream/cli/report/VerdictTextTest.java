package io.minerstream.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.avro.Rule;
import io.minerstream.avro.RuleFailures;
import io.minerstream.avro.WindowVerdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VerdictTextTest {

    private static final Instant FIRST = Instant.parse("2021-01-01T00:00:00Z");

    private final VerdictText english = new VerdictText(new Messages(Locale.ENGLISH));

    @Test
    void shouldSayThatNobodyJudged() {
        assertThat(english.lines(List.of(), 0))
                .containsExactly("no verdict: no validator is running; start one with `minerstream validate`");
    }

    @Test
    void shouldCountTheMinersOfASingleWindow() {
        assertThat(english.lines(List.of(passed(0)), 0))
                .containsExactly("✅ PASS: 6,000 of 6,000 miners, 144,000 records, no alert");
        assertThat(english.lines(List.of(failed(0)), 7))
                .containsExactly(
                        "❌ FAIL: 2 of 6,000 miners failed; 143,997 of 144,000 records, 1 duplicates, 7 alerts",
                        "  GAP: 2 miners, for example 17, 4711");
    }

    @Test
    void shouldSayOfManyWindowsThatAllPassedInOneLine() {
        List<WindowVerdict> years =
                IntStream.range(0, 1_825).mapToObj(VerdictTextTest::passed).toList();

        assertThat(english.lines(years, 0)).containsExactly("✅ PASS: all 1,825 windows, 262,800,000 records, no alert");
        assertThat(new VerdictText(new Messages(Locale.SIMPLIFIED_CHINESE)).lines(years, 0))
                .containsExactly("✅ PASS：全部 1,825 个窗口，262,800,000 条记录，无告警");
    }

    @Test
    void shouldNameTheWindowsThatFailed() {
        assertThat(english.lines(List.of(passed(0), failed(1), passed(2)), 7))
                .containsExactly(
                        "❌ FAIL: 1 of 3 windows failed; 431,997 of 432,000 records, 1 duplicates, 7 alerts",
                        "  window from 2021-01-02T00:00:00Z: 2 of 6,000 miners failed; 143,997 of 144,000 records, 1 duplicates",
                        "    GAP: 2 miners, for example 17, 4711");
    }

    @Test
    void shouldCountTheWindowsThatFailedBeyondTheFirstTen() {
        List<String> lines = english.lines(
                IntStream.range(0, 30).mapToObj(VerdictTextTest::failed).toList(), 60);

        assertThat(lines).hasSize(1 + 2 * 10 + 1);
        assertThat(lines.get(19)).startsWith("  window from 2021-01-10T00:00:00Z: ");
        assertThat(lines.get(21)).isEqualTo("  ... and 20 more windows");
    }

    private static WindowVerdict passed(int day) {
        return verdict(day, 0, 144_000, 0, List.of());
    }

    private static WindowVerdict failed(int day) {
        return verdict(day, 2, 143_997, 1, List.of(new RuleFailures(Rule.GAP, 2, List.of(17, 4711))));
    }

    private static WindowVerdict verdict(
            int day, int failed, long received, long duplicates, List<RuleFailures> failures) {
        Instant start = FIRST.plus(Duration.ofDays(day));
        return WindowVerdict.newBuilder()
                .setSiteId(5)
                .setRunId("6vj7qhw8")
                .setWindowStart(start)
                .setWindowEnd(start.plus(Duration.ofDays(1)))
                .setPassed(failed == 0)
                .setMiners(6_000)
                .setMinersPassed(6_000 - failed)
                .setMinersFailed(failed)
                .setExpectedRecords(144_000)
                .setReceivedRecords(received)
                .setDuplicateRecords(duplicates)
                .setFailures(failures)
                .setStatuses(List.of())
                .setPartitions(6)
                .setDecidedAt(start)
                .build();
    }
}
