package io.minerstream.validator.topology;

import static io.minerstream.validator.MinerBuilder.aMiner;
import static io.minerstream.validator.TelemetryBuilder.aTelemetry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.minerstream.avro.Evidence;
import io.minerstream.avro.MetricSummary;
import io.minerstream.avro.Rule;
import io.minerstream.avro.RuleFailures;
import io.minerstream.avro.Severity;
import io.minerstream.avro.StatusSummary;
import io.minerstream.avro.TelemetryAlert;
import io.minerstream.avro.Watermark;
import io.minerstream.avro.WindowVerdict;
import io.minerstream.schemas.run.RunHeader;
import io.minerstream.schemas.run.RunId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ValidatorTopologyTest {

    private static final String WINDOW = "2026-11-22T00:00:00Z/2026-11-23T00:00:00Z";

    private final ValidatorHarness harness = new ValidatorHarness();

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void shouldPassCleanDayWithStatisticsPerStatus() {
        harness.play(Scenario.aDay());
        harness.passQuietPeriod();

        assertThat(harness.alerts()).isEmpty();
        List<TestRecord<String, WindowVerdict>> verdicts = harness.verdictRecords();
        assertThat(verdicts).hasSize(1);
        assertThat(verdicts.get(0).key()).isEqualTo("5:" + WINDOW);
        assertThat(verdicts.get(0).value())
                .isEqualTo(new WindowVerdict(
                        5,
                        "run00001",
                        Instant.parse("2026-11-22T00:00:00Z"),
                        Instant.parse("2026-11-23T00:00:00Z"),
                        true,
                        4,
                        4,
                        0,
                        96L,
                        96L,
                        0L,
                        List.of(),
                        List.of(
                                new StatusSummary(
                                        "active",
                                        2,
                                        48L,
                                        new MetricSummary(48L, 5280.0, 110.0, 110.0),
                                        new MetricSummary(48L, 144_000.0, 3000.0, 3000.0),
                                        new MetricSummary(48L, 3600.0, 75.0, 75.0)),
                                new StatusSummary(
                                        "maintenance",
                                        1,
                                        24L,
                                        new MetricSummary(24L, 264.0, 11.0, 11.0),
                                        new MetricSummary(24L, 14_400.0, 600.0, 600.0),
                                        new MetricSummary(24L, 1920.0, 80.0, 80.0)),
                                new StatusSummary(
                                        "offline",
                                        1,
                                        24L,
                                        new MetricSummary(24L, 0.0, 0.0, 0.0),
                                        new MetricSummary(24L, 0.0, 0.0, 0.0),
                                        new MetricSummary(0L, 0.0, 0.0, 0.0))),
                        1,
                        ValidatorHarness.NOW.plusMillis(350)));
    }

    @Test
    void shouldReportCountAndGapWhenMinerSkipsAnHourInside() {
        harness.play(Scenario.aDay().without(2, 5));
        harness.passSettleTime();

        assertThat(harness.alerts())
                .extracting(
                        TelemetryAlert::getFingerprint,
                        TelemetryAlert::getSeverity,
                        TelemetryAlert::getTimePoints,
                        TelemetryAlert::getExpected,
                        TelemetryAlert::getObserved,
                        TelemetryAlert::getFirstEvidence,
                        TelemetryAlert::getMessage)
                .containsExactly(
                        tuple(
                                "count/miner/2",
                                Severity.CRITICAL,
                                List.of(Instant.parse("2026-11-22T05:00:00Z")),
                                24.0,
                                23.0,
                                null,
                                "miner 2: must have 24 records in " + WINDOW
                                        + ", got 23; missing 2026-11-22T05:00:00Z"),
                        tuple(
                                "gap/miner/2",
                                Severity.CRITICAL,
                                List.of(Instant.parse("2026-11-22T05:00:00Z")),
                                1.0,
                                2.0,
                                null,
                                "miner 2: records must be 1 h apart, got 2 h between 2026-11-22T04:00:00Z and 2026-11-22T06:00:00Z"));
        WindowVerdict verdict = onlyVerdict();
        assertThat(verdict.getPassed()).isFalse();
        assertThat(verdict.getMinersFailed()).isEqualTo(1);
        assertThat(verdict.getReceivedRecords()).isEqualTo(95);
        assertThat(verdict.getFailures())
                .containsExactly(
                        new RuleFailures(Rule.COUNT, 1, List.of(2)), new RuleFailures(Rule.GAP, 1, List.of(2)));
    }

    @Test
    void shouldReportCountOnlyWhenFirstAndLastHourAreMissing() {
        harness.play(Scenario.aDay().without(2, 0).without(2, 23));
        harness.passSettleTime();

        assertThat(fingerprints()).containsExactly("count/miner/2");
    }

    @Test
    void shouldReportDuplicateAndCountWhenRecordIsDoubled() {
        harness.play(Scenario.aDay().doubled(2, 5));
        harness.passQuietPeriod();

        assertThat(harness.alerts())
                .extracting(
                        TelemetryAlert::getFingerprint,
                        TelemetryAlert::getSeverity,
                        TelemetryAlert::getFirstEvidence,
                        TelemetryAlert::getMessage)
                .containsExactly(
                        tuple(
                                "duplicate/miner/2",
                                Severity.WARNING,
                                new Evidence("miner-telemetry", 0, 22L),
                                "miner 2: must have one record at 2026-11-22T05:00:00Z, got another"),
                        tuple(
                                "count/miner/2",
                                Severity.CRITICAL,
                                null,
                                "miner 2: must have 24 records in " + WINDOW
                                        + ", got 25; doubled 2026-11-22T05:00:00Z"));
        WindowVerdict verdict = onlyVerdict();
        assertThat(verdict.getDuplicateRecords()).isEqualTo(1);
        assertThat(verdict.getReceivedRecords()).isEqualTo(97);
        assertThat(verdict.getStatuses().get(0).getRecords()).isEqualTo(48);
    }

    @Test
    void shouldReportDuplicateWhenItIsTheVeryLastRecordBehindAllWatermarks() {
        Scenario day = Scenario.aDay();
        day.roster.forEach(harness::roster);
        day.watermarks.forEach(harness::watermark);
        day.telemetry.forEach(reading -> harness.reading(day.run, reading));
        harness.reading(day.run, day.telemetry.get(day.telemetry.size() - 1));
        harness.passQuietPeriod();

        assertThat(fingerprints()).containsExactly("duplicate/miner/4", "count/miner/4");
    }

    @Test
    void shouldPassCountAndFailGapAndDuplicateWhenOneIsMissingAndOneDoubled() {
        harness.play(Scenario.aDay().without(2, 5).doubled(2, 7));
        harness.passSettleTime();

        assertThat(fingerprints()).containsExactly("duplicate/miner/2", "gap/miner/2");
        assertThat(onlyVerdict().getFailures())
                .extracting(RuleFailures::getRule)
                .containsExactly(Rule.GAP, Rule.DUPLICATE);
    }

    @Test
    void shouldReportLimitsWhenMetricIsOutOfRange() {
        harness.play(Scenario.aDay().changed(1, 3, reading -> reading.hashrate(250.5)));
        harness.passQuietPeriod();

        TelemetryAlert alert = onlyAlert();
        assertThat(alert.getFingerprint()).isEqualTo("range/hashrate/miner/1");
        assertThat(alert.getMetric()).isEqualTo("hashrate");
        assertThat(alert.getSiteId()).isEqualTo(5);
        assertThat(alert.getRunId()).isEqualTo("run00001");
        assertThat(alert.getObserved()).isEqualTo(250.5);
        assertThat(alert.getLowerLimit()).isEqualTo(99.0);
        assertThat(alert.getUpperLimit()).isEqualTo(121.00000000000001);
        assertThat(alert.getFirstEvidence()).isEqualTo(new Evidence("miner-telemetry", 0, 12L));
        assertThat(alert.getMessage())
                .isEqualTo("miner 1: hashrate must be 99 to 121 TH/s while active, got 250.5 at 2026-11-22T03:00:00Z");
        assertThat(onlyVerdict().getFailures()).containsExactly(new RuleFailures(Rule.RANGE, 1, List.of(1)));
    }

    @Test
    void shouldReportRangeOfEachMetricWhenValuesAreNoNumbers() {
        harness.play(Scenario.aDay().changed(1, 3, reading -> reading.hashrate(Double.NaN)
                .power(Double.POSITIVE_INFINITY)
                .temperature(Double.NaN)
                .fan(6001)));
        harness.passQuietPeriod();

        assertThat(fingerprints())
                .containsExactly(
                        "range/hashrate/miner/1",
                        "range/power_consumption/miner/1",
                        "range/temperature/miner/1",
                        "range/fan_speed/miner/1");
        assertThat(onlyVerdict().getStatuses().get(0).getHashrate())
                .isEqualTo(new MetricSummary(47L, 5170.0, 110.0, 110.0));
    }

    @Test
    void shouldReportNullabilityWhenActiveMinerHasNoTemperature() {
        harness.play(Scenario.aDay().changed(1, 3, reading -> reading.temperature(null)));
        harness.passQuietPeriod();

        TelemetryAlert alert = onlyAlert();
        assertThat(alert.getFingerprint()).isEqualTo("nullability/temperature/miner/1");
        assertThat(alert.getObserved()).isNull();
        assertThat(alert.getMessage())
                .isEqualTo("miner 1: temperature must not be null while active, got null at 2026-11-22T03:00:00Z");
        assertThat(onlyVerdict().getPassed()).isFalse();
    }

    @Test
    void shouldReportNullabilityWhenOfflineMinerHasTemperatureAndFan() {
        harness.play(Scenario.aDay()
                .changed(4, 3, reading -> reading.temperature(60.0).fan(100)));
        harness.passQuietPeriod();

        assertThat(harness.alerts())
                .extracting(TelemetryAlert::getFingerprint, TelemetryAlert::getMessage)
                .containsExactly(
                        tuple(
                                "nullability/temperature/miner/4",
                                "miner 4: temperature must be null while offline, got 60 degC at 2026-11-22T03:00:00Z"),
                        tuple(
                                "nullability/fan_speed/miner/4",
                                "miner 4: fan_speed must be null while offline, got 100 RPM at 2026-11-22T03:00:00Z"));
    }

    @Test
    void shouldReportOffHourAndGapWhenReadingIsMovedOffTheHour() {
        harness.play(
                Scenario.aDay().changed(1, 3, reading -> reading.at(Scenario.MIDNIGHT.plus(Duration.ofMinutes(210)))));
        harness.passSettleTime();

        assertThat(harness.alerts())
                .extracting(TelemetryAlert::getFingerprint, TelemetryAlert::getSeverity, TelemetryAlert::getMessage)
                .containsExactly(
                        tuple(
                                "off_hour/miner/1",
                                Severity.WARNING,
                                "miner 1: recorded_at must be a whole hour, got 2026-11-22T03:30:00Z"),
                        tuple(
                                "gap/miner/1",
                                Severity.CRITICAL,
                                "miner 1: records must be 1 h apart, got 2 h between 2026-11-22T02:00:00Z and 2026-11-22T04:00:00Z"));
        assertThat(onlyVerdict().getReceivedRecords()).isEqualTo(96);
    }

    @Test
    void shouldReportUnknownMinerOnceWhenRosterDoesNotComeInTime() {
        Scenario day = Scenario.aDay();
        IntStream.range(0, 3)
                .forEach(hour ->
                        day.with(hour, aTelemetry().miner(99).at(day.at(hour)).build()));
        harness.play(day);
        harness.passQuietPeriod();
        assertThat(harness.verdicts()).isEmpty();
        harness.passSettleTime();

        TelemetryAlert alert = onlyAlert();
        assertThat(alert.getFingerprint()).isEqualTo("unknown_miner/miner/99");
        assertThat(alert.getSiteId()).isEqualTo(5);
        assertThat(alert.getTimePoints()).containsExactly(day.at(0), day.at(1), day.at(2));
        assertThat(alert.getFirstEvidence().getOffset()).isEqualTo(4);
        assertThat(alert.getLastEvidence().getOffset()).isEqualTo(14);
        assertThat(alert.getMessage())
                .isEqualTo(
                        "miner 99: must be in the roster to send records, got 3 from 2026-11-22T00:00:00Z to 2026-11-22T02:00:00Z");
        WindowVerdict verdict = onlyVerdict();
        assertThat(verdict.getMiners()).isEqualTo(5);
        assertThat(verdict.getExpectedRecords()).isEqualTo(96);
        assertThat(verdict.getReceivedRecords()).isEqualTo(99);
        assertThat(verdict.getFailures()).containsExactly(new RuleFailures(Rule.UNKNOWN_MINER, 1, List.of(99)));
    }

    @Test
    void shouldReportFurtherReadingsOfUnknownMinerAtOnce() {
        harness.reading(Scenario.RUN, aTelemetry().miner(99).build());
        harness.passSettleTime();
        harness.alerts();

        harness.reading(
                Scenario.RUN,
                aTelemetry()
                        .miner(99)
                        .at(Scenario.MIDNIGHT.plus(Duration.ofHours(1)))
                        .build());

        assertThat(onlyAlert().getMessage())
                .isEqualTo("miner 99: must be in the roster to send records, got one at 2026-11-22T01:00:00Z");
    }

    @Test
    void shouldReportMinerOfAnotherSiteWhenItSendsRecordsOfTheRun() {
        Scenario day = Scenario.aDay();
        harness.roster(aMiner(77).site(6).build());
        harness.roster(aMiner(78).site(6).build());
        harness.play(day.with(2, aTelemetry().miner(77).at(day.at(2)).build()));
        harness.passQuietPeriod();

        TelemetryAlert alert = onlyAlert();
        assertThat(alert.getFingerprint()).isEqualTo("unknown_miner/miner/77");
        assertThat(alert.getMessage())
                .isEqualTo("miner 77: must be in the roster of site 5 to send records of its run, is not");
        assertThat(onlyVerdict().getMiners()).isEqualTo(5);
    }

    @Test
    void shouldReportSilentMiner() {
        harness.play(Scenario.aDay().withoutMiner(3));
        harness.passSettleTime();

        TelemetryAlert alert = onlyAlert();
        assertThat(alert.getFingerprint()).isEqualTo("count/miner/3");
        assertThat(alert.getObserved()).isZero();
        assertThat(alert.getTimePoints()).hasSize(24);
        assertThat(alert.getMessage()).isEqualTo("miner 3: must have 24 records in " + WINDOW + ", got 0");
    }

    @Test
    void shouldReportLateRecordAndKeepTheVerdict() {
        Scenario day = Scenario.aDay();
        harness.play(day);
        harness.passQuietPeriod();
        assertThat(onlyVerdict().getPassed()).isTrue();

        harness.reading(
                day.run, aTelemetry().miner(1).hashrate(9999).at(day.at(5)).build());
        harness.passSettleTime();

        TelemetryAlert alert = onlyAlert();
        assertThat(alert.getFingerprint()).isEqualTo("late/miner/1");
        assertThat(alert.getSeverity()).isEqualTo(Severity.WARNING);
        assertThat(alert.getFirstEvidence()).isEqualTo(new Evidence("miner-telemetry", 0, 96L));
        assertThat(alert.getMessage())
                .isEqualTo("miner 1: record of 2026-11-22T05:00:00Z must come before its window " + WINDOW
                        + " is judged, came after");
        assertThat(harness.verdicts()).isEmpty();
    }

    @Test
    void shouldIgnoreRedeliveredWatermarksOfJudgedWindow() {
        Scenario day = Scenario.aDay();
        harness.play(day);
        harness.passQuietPeriod();
        onlyVerdict();

        day.watermarks.forEach(harness::watermark);
        harness.passSettleTime();

        assertThat(harness.verdicts()).isEmpty();
        assertThat(harness.alerts()).isEmpty();
    }

    @Test
    void shouldJudgeForcedSecondRunOverTheSameRangeOnItsOwn() {
        harness.play(Scenario.aDay().without(1, 4));
        harness.passSettleTime();
        assertThat(onlyVerdict().getPassed()).isFalse();
        harness.alerts();

        harness.play(new Scenario(new RunId("run00002"), Scenario.MIDNIGHT, 24, Scenario.fleet()));
        harness.passQuietPeriod();

        assertThat(harness.alerts()).isEmpty();
        List<TestRecord<String, WindowVerdict>> verdicts = harness.verdictRecords();
        assertThat(verdicts).hasSize(1);
        assertThat(verdicts.get(0).key()).isEqualTo("5:" + WINDOW);
        assertThat(verdicts.get(0).value().getRunId()).isEqualTo("run00002");
        assertThat(verdicts.get(0).value().getPassed()).isTrue();
    }

    @Test
    void shouldRepeatVerdictOfLaterRunWhenEarlierRunIsJudgedAfterIt() {
        Scenario first = Scenario.aDay().without(1, 4);
        harness.play(first);
        harness.driver.advanceWallClockTime(Duration.ofSeconds(1));
        harness.playRun(new Scenario(new RunId("run00002"), Scenario.MIDNIGHT, 24, Scenario.fleet()));
        harness.passQuietPeriod();
        harness.passSettleTime();

        assertThat(harness.verdicts())
                .extracting(WindowVerdict::getRunId)
                .containsExactly("run00002", "run00001", "run00002");
    }

    @Test
    void shouldCutThirtyHoursIntoADayAndSixHours() {
        harness.play(new Scenario(Scenario.RUN, Scenario.MIDNIGHT, 30, Scenario.fleet()));
        harness.passQuietPeriod();

        assertThat(harness.verdicts())
                .extracting(
                        WindowVerdict::getWindowStart,
                        WindowVerdict::getWindowEnd,
                        WindowVerdict::getPassed,
                        WindowVerdict::getExpectedRecords)
                .containsExactly(
                        tuple(Instant.parse("2026-11-22T00:00:00Z"), Instant.parse("2026-11-23T00:00:00Z"), true, 96L),
                        tuple(Instant.parse("2026-11-23T00:00:00Z"), Instant.parse("2026-11-23T06:00:00Z"), true, 24L));
    }

    @Test
    void shouldAlignWindowsToTheRunWhenItDoesNotStartAtMidnight() {
        Instant start = Instant.parse("2026-11-22T17:00:00Z");
        harness.play(new Scenario(Scenario.RUN, start, 48, Scenario.fleet()).without(1, 30));
        harness.passSettleTime();

        assertThat(harness.verdicts())
                .extracting(WindowVerdict::getWindowStart, WindowVerdict::getPassed)
                .containsExactly(tuple(start, true), tuple(Instant.parse("2026-11-23T17:00:00Z"), false));
        assertThat(fingerprints()).containsExactly("count/miner/1", "gap/miner/1");
    }

    @Test
    void shouldGiveNoVerdictWhenAWatermarkIsMissing() {
        Scenario day = Scenario.aDay();
        day.watermarks.remove(23);
        harness.play(day);
        harness.passSettleTime();
        harness.driver.advanceWallClockTime(Duration.ofDays(8));

        assertThat(harness.verdicts()).isEmpty();
        assertThat(harness.alerts()).isEmpty();
    }

    @Test
    void shouldWaitForMissingRecordsWhileEarlierOnesStillComeIn() {
        Scenario days = new Scenario(Scenario.RUN, Scenario.MIDNIGHT, 48, Scenario.fleet());
        days.roster.forEach(harness::roster);
        days.watermarks.forEach(harness::watermark);
        // A consumer that lags: all watermarks are there, a reading comes every nine seconds.
        days.telemetry.forEach(reading -> {
            harness.driver.advanceWallClockTime(Duration.ofSeconds(9));
            harness.reading(days.run, reading);
        });
        harness.passQuietPeriod();

        assertThat(harness.alerts()).isEmpty();
        assertThat(harness.verdicts()).extracting(WindowVerdict::getPassed).containsExactly(true, true);
    }

    /** Watermarks and readings are on several brokers, and become readable one partition after the other. */
    @Test
    void shouldWaitForReadingsThatAreWrittenButNotReadYet() {
        Scenario day = Scenario.aDay();
        day.roster.forEach(harness::roster);
        day.watermarks.forEach(harness::watermark);
        harness.atEnd = false;
        harness.driver.advanceWallClockTime(ValidatorHarness.SETTLE.multipliedBy(5));
        assertThat(harness.verdicts()).isEmpty();

        day.telemetry.forEach(reading -> harness.reading(day.run, reading));
        harness.passQuietPeriod();

        assertThat(harness.alerts()).isEmpty();
        assertThat(onlyVerdict().getPassed()).isTrue();
    }

    @Test
    void shouldWaitForARosterThatIsWrittenButNotReadYet() {
        Scenario day = Scenario.aDay();
        harness.atEnd = false;
        day.telemetry.forEach(reading -> harness.reading(day.run, reading));
        for (int i = 0; i < 5; i++) {
            harness.passSettleTime();
        }

        day.roster.forEach(harness::roster);
        day.watermarks.forEach(harness::watermark);
        harness.passQuietPeriod();
        harness.passQuietPeriod();

        assertThat(harness.alerts()).isEmpty();
        assertThat(onlyVerdict().getPassed()).isTrue();
    }

    @Test
    void shouldNotWaitForUnreadReadingsForEver() {
        harness.atEnd = false;
        harness.play(Scenario.aDay().without(1, 4));
        harness.driver.advanceWallClockTime(ValidatorHarness.SETTLE.multipliedBy(9));
        assertThat(harness.verdicts()).isEmpty();

        harness.driver.advanceWallClockTime(ValidatorHarness.SETTLE.multipliedBy(2));

        assertThat(onlyVerdict().getPassed()).isFalse();
    }

    @Test
    void shouldJudgeIncompleteWindowWhileItsRunGoesOn() {
        Scenario days = new Scenario(Scenario.RUN, Scenario.MIDNIGHT, 48, Scenario.fleet()).without(1, 4);
        days.roster.forEach(harness::roster);
        days.watermarks.forEach(harness::watermark);
        days.telemetry.subList(0, 100).forEach(reading -> harness.reading(days.run, reading));
        // The run goes on: the partition is never idle for as long as the settle time.
        days.telemetry.subList(100, 105).forEach(reading -> {
            harness.driver.advanceWallClockTime(Duration.ofSeconds(3));
            harness.reading(days.run, reading);
        });

        assertThat(onlyVerdict().getPassed()).isFalse();
    }

    @Test
    void shouldNotJudgeIncompleteWindowWhileTheRecordsOfOtherRunsComeIn() {
        Scenario day = Scenario.aDay();
        day.roster.forEach(harness::roster);
        day.watermarks.forEach(harness::watermark);
        Scenario other = new Scenario(new RunId("run00000"), Scenario.MIDNIGHT, 24, Scenario.fleet());
        other.telemetry.forEach(reading -> {
            harness.driver.advanceWallClockTime(Duration.ofSeconds(3));
            harness.reading(other.run, reading);
        });
        day.telemetry.forEach(reading -> harness.reading(day.run, reading));
        harness.passQuietPeriod();

        assertThat(harness.alerts()).isEmpty();
        assertThat(onlyVerdict().getPassed()).isTrue();
    }

    @Test
    void shouldQuarantineBytesThatAreNoTelemetry() {
        byte[] key = {0, 0, 0, 1};
        byte[] value = "not avro".getBytes(StandardCharsets.UTF_8);
        harness.rawTelemetry(key, value);
        harness.play(Scenario.aDay());
        harness.passQuietPeriod();

        List<TestRecord<byte[], byte[]>> quarantined = harness.quarantined();
        assertThat(quarantined).hasSize(1);
        assertThat(quarantined.get(0).key()).isEqualTo(key);
        assertThat(quarantined.get(0).value()).isEqualTo(value);
        assertThat(header(quarantined.get(0).headers(), QuarantineHandler.TOPIC))
                .isEqualTo("miner-telemetry");
        assertThat(header(quarantined.get(0).headers(), QuarantineHandler.PARTITION))
                .isEqualTo("0");
        assertThat(header(quarantined.get(0).headers(), QuarantineHandler.OFFSET))
                .isEqualTo("0");
        assertThat(header(quarantined.get(0).headers(), QuarantineHandler.MESSAGE))
                .isNotBlank();
        assertThat(onlyVerdict().getPassed()).isTrue();
    }

    @Test
    void shouldQuarantineNullReading() {
        harness.rawTelemetry(new byte[] {0, 0, 0, 1}, null);

        assertThat(reason()).isEqualTo("topic miner-telemetry: the value must not be null");
    }

    @Test
    void shouldQuarantineReadingWhoseKeyIsAnotherMiner() {
        harness.reading(
                RunHeader.hourly(Scenario.RUN).bytes(), 8, aTelemetry().miner(7).build());

        assertThat(reason())
                .isEqualTo("key: must be the miner_id of the value, 7, got 8; its roster entry is elsewhere");
    }

    @Test
    void shouldQuarantineReadingOfAnImpossibleTime() {
        harness.reading(
                Scenario.RUN,
                aTelemetry()
                        .miner(7)
                        .at(Instant.parse("+20000-01-01T00:00:00Z"))
                        .build());

        assertThat(reason())
                .isEqualTo(
                        "reading of miner 7: recorded_at must be in the years 1970 to 9999, got +20000-01-01T00:00:00Z");
    }

    @Test
    void shouldRefuseWatermarkOfAnIntervalThatNoRunMayHave() {
        Watermark watermark = Scenario.aDay().watermarks.get(0);
        watermark.setIntervalSeconds(5400);
        harness.watermark(watermark);

        assertThat(reason())
                .isEqualTo(
                        "watermark of run run00001: interval_seconds must divide an hour or be whole hours that divide a day, got 5400; the run gets no verdict");
    }

    @Test
    void shouldRefuseWatermarkThatContradictsTheFirst() {
        Scenario day = Scenario.aDay();
        harness.watermark(day.watermarks.get(0));
        Watermark second = day.watermarks.get(1);
        second.setSiteId(6);
        harness.watermark(second);

        assertThat(reason())
                .isEqualTo("watermark of run run00001: must repeat site, range and partitions of the first, site 5 "
                        + WINDOW + " 1 partitions, got site 6 " + WINDOW + " 1 partitions");
    }

    @Test
    void shouldJudgeReadingsWithoutRunByTheirValuesAlone() {
        harness.roster(aMiner(1).build());
        harness.foreignReading(aTelemetry().miner(1).hashrate(1).build());
        harness.foreignReading(aTelemetry().miner(1).build());
        harness.passQuietPeriod();

        TelemetryAlert alert = onlyAlert();
        assertThat(alert.getFingerprint()).isEqualTo("range/hashrate/miner/1");
        assertThat(alert.getRunId()).isNull();
    }

    @Test
    void shouldJudgeMinerAgainstItsOwnBaseline() {
        harness.roster(aMiner(1).actualHashrate(200).build());
        harness.foreignReading(aTelemetry().miner(1).hashrate(200).build());
        harness.foreignReading(aTelemetry().miner(1).hashrate(180).build());
        harness.foreignReading(aTelemetry().miner(1).hashrate(179.99).build());
        harness.passQuietPeriod();

        assertThat(onlyAlert().getMessage())
                .isEqualTo(
                        "miner 1: hashrate must be 180 to 220 TH/s while active, got 179.99 at 2026-11-22T00:00:00Z");
    }

    @Test
    void shouldNotExpectRecordsOfRemovedMiner() {
        Scenario day = Scenario.aDay();
        day.roster.forEach(harness::roster);
        harness.roster(aMiner(9).build());
        harness.removeFromRoster(9);
        harness.playRun(day);
        harness.passQuietPeriod();

        assertThat(harness.alerts()).isEmpty();
        assertThat(onlyVerdict().getMiners()).isEqualTo(4);
    }

    private List<String> fingerprints() {
        return harness.alerts().stream().map(TelemetryAlert::getFingerprint).toList();
    }

    private TelemetryAlert onlyAlert() {
        List<TelemetryAlert> alerts = harness.alerts();
        assertThat(alerts).hasSize(1);
        return alerts.get(0);
    }

    private WindowVerdict onlyVerdict() {
        List<WindowVerdict> verdicts = harness.verdicts();
        assertThat(verdicts).hasSize(1);
        return verdicts.get(0);
    }

    private String reason() {
        List<TestRecord<byte[], byte[]>> quarantined = harness.quarantined();
        assertThat(quarantined).hasSize(1);
        return header(quarantined.get(0).headers(), QuarantineHandler.MESSAGE);
    }

    private static String header(Headers headers, String name) {
        return new String(headers.lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
