package io.minerstream.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.connect.warehouse.Check;
import io.minerstream.connect.warehouse.CheckOffender;
import io.minerstream.connect.warehouse.CheckReport;
import io.minerstream.connect.warehouse.CheckResult;
import io.minerstream.connect.warehouse.CheckResult.Outcome;
import io.minerstream.connect.warehouse.StatusMetrics;
import io.minerstream.schemas.run.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckTextTest {

    private static final Instant MIDNIGHT = Instant.parse("2025-11-20T00:00:00Z");
    private static final TimeRange DAY = TimeRange.hourly(MIDNIGHT, MIDNIGHT.plus(Duration.ofDays(1)));

    private static final StatusMetrics ACTIVE =
            new StatusMetrics("active", 138_000, 110.123, 0.5, 140, 3301.456, 67.891);
    private static final StatusMetrics OFFLINE = new StatusMetrics("offline", 6_000, 0, 0, 0, 0, null);

    @Test
    void shouldReportCleanSiteInEnglish() {
        assertThat(english(cleanReport()))
                .containsExactly(
                        "Telemetry of site 5: 6000 miners, 144000 of 144000 records from 2025-11-20T00:00:00Z to "
                                + "2025-11-21T00:00:00Z",
                        "✅ PASS: all miners have 24 records",
                        "✅ PASS: all records are 1 h apart",
                        "✅ PASS: the metrics of each status are in their normal range",
                        "✅ PASS: temperature and fan speed are NULL for miners that do not run, and only for them",
                        "✅ PASS: no two records of a miner have the same time",
                        "✅ PASS: hashrate, power and temperature are finite numbers",
                        "active: 138000 records, hashrate average 110.12, min 0.50, max 140.00 TH/s, power average 3301.46 W, "
                                + "temperature average 67.89 °C",
                        "offline: 6000 records, hashrate average 0.00, min 0.00, max 0.00 TH/s, power average 0.00 W, "
                                + "temperature average none");
    }

    @Test
    void shouldReportCleanSiteInChinese() {
        assertThat(chinese(cleanReport()))
                .containsExactly(
                        "站点5的遥测数据：6000台矿机，应有144000条记录，实有144000条，时间从2025-11-20T00:00:00Z到2025-11-21T00:00:00Z",
                        "✅ PASS：所有矿机都有24条记录",
                        "✅ PASS：所有记录的时间间隔都是1小时",
                        "✅ PASS：各状态指标范围正常",
                        "✅ PASS：温度和风扇转速仅在矿机未运行时为NULL",
                        "✅ PASS：每台矿机的记录时间不重复",
                        "✅ PASS：算力、功耗和温度均为有限数值",
                        "active：138000条记录，算力平均110.12、最小0.50、最大140.00 TH/s，功耗平均3301.46 W，温度平均67.89 °C",
                        "offline：6000条记录，算力平均0.00、最小0.00、最大0.00 TH/s，功耗平均0.00 W，温度平均无");
    }

    @Test
    void shouldListOffendersInEnglish() {
        assertThat(english(brokenReport()).subList(1, 11))
                .containsExactly(
                        "❌ FAIL: 1 miners do not have 24 records",
                        "   miner 17: 23 records",
                        "❌ FAIL: records are not 1 h apart in 2 places",
                        "   miner 17: 2 h between 2025-11-20T03:00:00Z and 2025-11-20T05:00:00Z",
                        "   miner 18: 0 s between 2025-11-20T03:00:00Z and 2025-11-20T03:00:00Z",
                        "⚠️ WARN: the average hashrate of 1 statuses is implausible",
                        "   offline: average hashrate 12.35 TH/s, limit 0.01 TH/s",
                        "❌ FAIL: 1 miners have a temperature or fan speed that must be NULL, or NULL where it must not be",
                        "   miner 19 (offline): 4 records",
                        "❌ FAIL: 1 times are shared by several records of a miner");
        assertThat(english(brokenReport()))
                .endsWith(
                        "   miner 18: 2 records at 2025-11-20T03:00:00Z",
                        "❌ FAIL: 1 miners have a hashrate, power or temperature that is NaN or infinite",
                        "   miner 21: 3 records");
    }

    @Test
    void shouldListOffendersInChinese() {
        assertThat(chinese(brokenReport()).subList(1, 12))
                .containsExactly(
                        "❌ FAIL：1台矿机的记录数不是24条",
                        "   矿机17：23条记录",
                        "❌ FAIL：2处记录的时间间隔不是1小时",
                        "   矿机17：2025-11-20T03:00:00Z到2025-11-20T05:00:00Z间隔2小时",
                        "   矿机18：2025-11-20T03:00:00Z到2025-11-20T03:00:00Z间隔0秒",
                        "⚠️ WARN：1个状态的平均算力异常",
                        "   offline：平均算力12.35 TH/s，界限0.01 TH/s",
                        "❌ FAIL：1台矿机的温度或风扇转速的NULL与运行状态不符",
                        "   矿机19（offline）：4条记录",
                        "❌ FAIL：1处记录时间重复",
                        "   矿机18：2025-11-20T03:00:00Z有2条记录");
    }

    @Test
    void shouldSayHowManyOffendersItLeavesOut() {
        List<CheckOffender> first = IntStream.range(0, CheckResult.MAX_OFFENDERS)
                .<CheckOffender>mapToObj(miner -> new CheckOffender.RecordCount(miner, 0))
                .toList();
        CheckReport report = report(new CheckResult(Check.RECORD_COUNT, Outcome.FAIL, 12_345, first));

        assertThat(english(report)).hasSize(13).endsWith("   miner 9: 0 records", "   ... and 12335 more");
        assertThat(chinese(report)).endsWith("   矿机9：0条记录", "   另有12335处");
    }

    @Test
    void shouldReportSiteWithoutMiners() {
        CheckReport report = report(failing(Check.SITE_HAS_MINERS));

        assertThat(english(report)).last().isEqualTo("❌ FAIL: No miners found for site_id=5");
        assertThat(chinese(report)).last().isEqualTo("❌ FAIL：站点 site_id=5 没有矿机");
        assertThat(report.passed()).isFalse();
    }

    @Test
    void shouldReportSiteWithoutTelemetry() {
        CheckReport report = report(failing(Check.SITE_HAS_TELEMETRY));

        assertThat(english(report))
                .last()
                .isEqualTo("❌ FAIL: site 5 has no telemetry from 2025-11-20T00:00:00Z to 2025-11-21T00:00:00Z");
        assertThat(chinese(report)).last().isEqualTo("❌ FAIL：站点5从2025-11-20T00:00:00Z到2025-11-21T00:00:00Z没有遥测数据");
    }

    @ParameterizedTest
    @CsvSource({"3600, 1 h, 1小时", "7200, 2 h, 2小时", "5400, 90 min, 90分钟", "900, 15 min, 15分钟", "30, 30 s, 30秒"})
    void shouldNameIntervalInItsLargestUnit(long seconds, String english, String chinese) {
        TimeRange range = new TimeRange(MIDNIGHT, MIDNIGHT.plusSeconds(seconds * 4), Duration.ofSeconds(seconds));
        CheckReport report = new CheckReport(
                5, range, 1, 4, List.of(new CheckResult(Check.CADENCE, Outcome.PASS, 0, List.of())), List.of());

        assertThat(english(report)).last().isEqualTo("✅ PASS: all records are " + english + " apart");
        assertThat(chinese(report)).last().isEqualTo("✅ PASS：所有记录的时间间隔都是" + chinese);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zh", "zh-CN", "zh-TW", "zh-Hant-HK"})
    void shouldSpeakChineseInAllItsCountries(String tag) {
        assertThat(new CheckText(new Messages(Locale.forLanguageTag(tag))).lines(cleanReport()))
                .isEqualTo(chinese(cleanReport()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de-DE", "ar-EG", "und"})
    void shouldSpeakEnglishOtherwise(String tag) {
        // Whatever the JVM's own language: it must neither pick the texts nor the digits.
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.CHINA);
            assertThat(new CheckText(new Messages(Locale.forLanguageTag(tag))).lines(cleanReport()))
                    .isEqualTo(english(cleanReport()));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void shouldPassWithWarnings() {
        assertThat(cleanReport().passed()).isTrue();
        assertThat(brokenReport().passed()).isFalse();
        assertThat(report(result(brokenReport(), Check.STATUS_METRICS)
                                .findFirst()
                                .orElseThrow())
                        .passed())
                .isTrue();
        assertThat(cleanReport().expectedRecords()).isEqualTo(144_000);
        assertThat(result(cleanReport(), Check.SITE_HAS_MINERS)).isEmpty();
    }

    private static Stream<CheckResult> result(CheckReport report, Check check) {
        return report.checks().stream().filter(result -> result.check() == check);
    }

    private static List<String> english(CheckReport report) {
        return new CheckText(new Messages(Locale.ENGLISH)).lines(report);
    }

    @Test
    void shouldNameMinersThatNobodyKnows() {
        CheckResult unknown =
                new CheckResult(Check.KNOWN_MINERS, Outcome.WARN, 2, List.of(new CheckOffender.UnknownMiner(-7, 24)));

        assertThat(new CheckText(new Messages(Locale.ENGLISH)).lines(report(unknown)))
                .contains(
                        "⚠️ WARN: the range has readings of 2 miners that hosting_miners does not have",
                        "   miner -7: 24 records",
                        "   ... and 1 more");
        assertThat(chinese(report(unknown))).contains("⚠️ WARN：该时间范围内有2台 hosting_miners 中没有的矿机的读数");
    }

    private static List<String> chinese(CheckReport report) {
        return new CheckText(new Messages(Locale.CHINESE)).lines(report);
    }

    private static CheckReport report(CheckResult result) {
        return new CheckReport(5, DAY, 6_000, 144_000, List.of(result), List.of());
    }

    private static CheckReport cleanReport() {
        List<CheckResult> checks = new ArrayList<>();
        for (Check check : List.of(
                Check.RECORD_COUNT,
                Check.CADENCE,
                Check.STATUS_METRICS,
                Check.NULLABILITY,
                Check.UNIQUENESS,
                Check.FINITENESS)) {
            checks.add(new CheckResult(check, Outcome.PASS, 0, List.of()));
        }
        return new CheckReport(5, DAY, 6_000, 144_000, checks, List.of(ACTIVE, OFFLINE));
    }

    private static CheckReport brokenReport() {
        Instant three = DAY.at(3);
        return new CheckReport(
                5,
                DAY,
                6_000,
                144_000,
                List.of(
                        failing(Check.RECORD_COUNT, new CheckOffender.RecordCount(17, 23)),
                        failing(
                                Check.CADENCE,
                                new CheckOffender.Gap(17, three, DAY.at(5)),
                                new CheckOffender.Gap(18, three, three)),
                        new CheckResult(
                                Check.STATUS_METRICS,
                                Outcome.WARN,
                                1,
                                List.of(new CheckOffender.Implausible("offline", 12.345678, 0.01))),
                        failing(Check.NULLABILITY, new CheckOffender.Nullness(19, "offline", 4)),
                        failing(Check.UNIQUENESS, new CheckOffender.Repeated(18, three, 2)),
                        failing(Check.FINITENESS, new CheckOffender.Infinite(21, 3))),
                List.of());
    }

    private static CheckResult failing(Check check, CheckOffender... offenders) {
        return new CheckResult(check, Outcome.FAIL, offenders.length, List.of(offenders));
    }
}
