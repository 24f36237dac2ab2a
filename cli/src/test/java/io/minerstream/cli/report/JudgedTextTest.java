package io.minerstream.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.avro.AlertState;
import io.minerstream.avro.MetricSummary;
import io.minerstream.avro.Rule;
import io.minerstream.avro.RuleFailures;
import io.minerstream.avro.Severity;
import io.minerstream.avro.StatusSummary;
import io.minerstream.avro.TelemetryAlert;
import io.minerstream.avro.WindowVerdict;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.run.TimeRange;
import io.minerstream.validator.JudgedWindows;
import io.minerstream.validator.rule.EventWindows;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JudgedTextTest {

    private static final Instant MIDNIGHT = Instant.parse("2025-11-20T00:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);

    @Test
    void shouldReportThePassedChecksInEnglish() {
        assertThat(english(report(1, List.of(), aDay(0).build())))
                .containsExactly(
                        "Telemetry of site 5: 6000 miners, 144000 of 144000 records from 2025-11-20T00:00:00Z to 2025-11-21T00:00:00Z",
                        "✅ PASS: all miners have 24 records",
                        "✅ PASS: all records are 1 h apart",
                        "✅ PASS: the metrics of each status are in their normal range",
                        "active: 144000 records, hashrate average 2.00, min 1.00, max 3.00 TH/s, power average 5.00 W, temperature average none");
    }

    @Test
    void shouldReportThePassedChecksInChinese() {
        assertThat(chinese(report(2, List.of(), aDay(0).build(), aDay(1).build()))
                        .subList(0, 4))
                .containsExactly(
                        "站点5的遥测数据：6000台矿机，应有288000条记录，实有288000条，时间从2025-11-20T00:00:00Z到2025-11-22T00:00:00Z",
                        "✅ PASS：所有矿机都有48条记录",
                        "✅ PASS：所有记录的时间间隔都是1小时",
                        "✅ PASS：各状态指标范围正常");
    }

    @Test
    void shouldNameOffendersByTheirAlertsAndElseByTheVerdict() {
        WindowVerdict failed =
                failed(0, failures(Rule.COUNT, 17, 18), failures(Rule.DUPLICATE, 19), failures(Rule.RANGE, 20));
        List<TelemetryAlert> alerts =
                List.of(alert(Rule.COUNT, 17, "miner 17: got 23"), alert(Rule.LATE, 21, "miner 21: late"));

        assertThat(english(report(1, alerts, failed)).subList(1, 8))
                .containsExactly(
                        "❌ FAIL: 2 miners do not have 24 records",
                        "   COUNT: miner 17: got 23",
                        "   COUNT: miner 18",
                        "❌ FAIL: records are not 1 h apart: DUPLICATE 1 miners",
                        "   DUPLICATE: miner 19",
                        "❌ FAIL: metrics are not in their normal range: RANGE 1 miners",
                        "   RANGE: miner 20");
        assertThat(chinese(report(1, alerts, failed)).subList(1, 8))
                .containsExactly(
                        "❌ FAIL：2台矿机的记录数不是24条",
                        "   COUNT：miner 17: got 23",
                        "   COUNT：矿机 18",
                        "❌ FAIL：时间间隔不是1小时：DUPLICATE 1台矿机",
                        "   DUPLICATE：矿机 19",
                        "❌ FAIL：指标超出正常范围：RANGE 1台矿机",
                        "   RANGE：矿机 20");
    }

    @Test
    void shouldListTenOffendersUnlessAllAreWanted() {
        WindowVerdict failed = failed(0, new RuleFailures(Rule.GAP, 12, List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)));
        List<TelemetryAlert> alerts = IntStream.rangeClosed(1, 12)
                .mapToObj(miner -> alert(Rule.GAP, miner, "miner " + miner))
                .toList();
        JudgedReport some = report(1, alerts, failed);
        JudgedReport all = new JudgedReport(some.windows(), some.verdicts(), alerts, true);

        assertThat(english(some)).hasSize(3 + 10 + 1 + 1 + 1).contains("   ... and 2 more");
        assertThat(english(all)).hasSize(3 + 12 + 1 + 1).contains("   GAP: miner 12");
    }

    @Test
    void shouldTellInHowManyWindowsACheckFailed() {
        JudgedReport report = report(2, List.of(), aDay(0).build(), failed(1, failures(Rule.UNKNOWN_MINER, 77)));

        assertThat(report.passed()).isFalse();
        assertThat(english(report))
                .contains(
                        "❌ FAIL: readings of 1 miners that the site does not have (in 1 of 2 windows)",
                        "   UNKNOWN_MINER: miner 77");
    }

    @Test
    void shouldWarnOfAnImplausibleAverage() {
        WindowVerdict stopped = aDay(0).setStatuses(List.of(status("active", 0.5), status("offline", 0)))
                .build();

        assertThat(english(report(1, List.of(), stopped)))
                .contains(
                        "⚠️ WARN: the average hashrate of 1 statuses is implausible",
                        "   active: average hashrate 0.50 TH/s, limit 1.00 TH/s");
    }

    @Test
    void shouldTakeTheIntervalOfEventTimeFromTheVerdict() {
        JudgedWindows windows = JudgedWindows.ofEventTime(
                5, MIDNIGHT.plusSeconds(3600), MIDNIGHT.plus(DAY).plusSeconds(1), new EventWindows(DAY, Duration.ZERO));
        WindowVerdict verdict = aDay(0).setMiners(11)
                .setExpectedRecords(10 * 288)
                .setFailures(List.of(failures(Rule.UNKNOWN_MINER, 77)))
                .build();

        assertThat(windows.from()).isEqualTo(MIDNIGHT);
        assertThat(windows.to()).isEqualTo(MIDNIGHT.plus(DAY).plus(DAY));
        assertThat(windows.count()).isEqualTo(2);
        assertThat(english(new JudgedReport(windows, List.of(verdict), List.of(), false)))
                .contains("✅ PASS: all miners have 576 records", "✅ PASS: all records are 5 min apart");
    }

    private static List<String> english(JudgedReport report) {
        return new JudgedText(new Messages(Locale.ENGLISH)).lines(report);
    }

    private static List<String> chinese(JudgedReport report) {
        return new JudgedText(new Messages(Locale.SIMPLIFIED_CHINESE)).lines(report);
    }

    private static JudgedReport report(int days, List<TelemetryAlert> alerts, WindowVerdict... verdicts) {
        TimeRange range = TimeRange.hourly(MIDNIGHT, MIDNIGHT.plus(DAY.multipliedBy(days)));
        JudgedWindows windows = JudgedWindows.ofRun(new RunId("6vj7qhw8"), 5, range, days);
        return new JudgedReport(windows, List.of(verdicts), alerts, false);
    }

    private static WindowVerdict failed(int day, RuleFailures... failures) {
        return aDay(day).setPassed(false).setFailures(Arrays.asList(failures)).build();
    }

    private static RuleFailures failures(Rule rule, Integer... miners) {
        return new RuleFailures(rule, miners.length, List.of(miners));
    }

    private static TelemetryAlert alert(Rule rule, int miner, String message) {
        return TelemetryAlert.newBuilder()
                .setFingerprint(rule + "/miner/" + miner)
                .setRule(rule)
                .setSeverity(Severity.CRITICAL)
                .setState(AlertState.FIRING)
                .setSiteId(5)
                .setMinerId(miner)
                .setMessage(message)
                .setRaisedAt(MIDNIGHT)
                .build();
    }

    private static StatusSummary status(String status, double averageTh) {
        MetricSummary hashrate = new MetricSummary(144_000L, averageTh * 144_000, averageTh - 1, averageTh + 1);
        MetricSummary power = new MetricSummary(144_000L, 5.0 * 144_000, 5.0, 5.0);
        return new StatusSummary(status, 6_000, 144_000L, hashrate, power, new MetricSummary(0L, 0.0, 0.0, 0.0));
    }

    private static WindowVerdict.Builder aDay(int day) {
        Instant start = MIDNIGHT.plus(DAY.multipliedBy(day));
        return WindowVerdict.newBuilder()
                .setSiteId(5)
                .setRunId("6vj7qhw8")
                .setWindowStart(start)
                .setWindowEnd(start.plus(DAY))
                .setPassed(true)
                .setMiners(6_000)
                .setMinersPassed(6_000)
                .setMinersFailed(0)
                .setExpectedRecords(144_000)
                .setReceivedRecords(144_000)
                .setDuplicateRecords(0)
                .setFailures(List.of())
                .setStatuses(List.of(status("active", 2)))
                .setPartitions(6)
                .setDecidedAt(start);
    }
}
