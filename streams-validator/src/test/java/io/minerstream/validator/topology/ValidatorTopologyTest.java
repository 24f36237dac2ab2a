package io.minerstream.validator.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.minerstream.avro.Evidence;
import io.minerstream.avro.MetricSummary;
import io.minerstream.avro.Rule;
import io.minerstream.avro.RuleFailures;
import io.minerstream.avro.Severity;
import io.minerstream.avro.StatusSummary;
import io.minerstream.avro.TelemetryAlert;
import io.minerstream.avro.WindowVerdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
                                        new MetricSummary(48L, 5289.3, 110.03, 110.47),
                                        new MetricSummary(48L, 144_000.0, 3000.0, 3000.0),
                                        new MetricSummary(48L, 3600.0, 75.0, 75.0)),
                                new StatusSummary(
                                        "maintenance",
                                        1,
                                        24L,
                                        new MetricSummary(24L, 268.65, 11.03, 11.47),
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
        harness.passGracePeriod();

        assertThat(harness.fired())
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
                                "miner 2: records must be 1 h apart, got 2 h between 2026-11-22T04:00:00Z and"
                                        + " 2026-11-22T06:00:00Z"));
        WindowVerdict verdict = harness.onlyVerdict();
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
        harness.passGracePeriod();

        assertThat(harness.fingerprints()).containsExactly("count/miner/2");
    }

    @Test
    void shouldReportDuplicateAndCountWhenRecordIsDuplicated() {
        harness.play(Scenario.aDay().duplicated(2, 5));
        harness.passQuietPeriod();

        assertThat(harness.fired())
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
                                        + ", got 25; duplicate 2026-11-22T05:00:00Z"));
        WindowVerdict verdict = harness.onlyVerdict();
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

        assertThat(harness.fingerprints()).containsExactly("duplicate/miner/4", "count/miner/4");
    }

    @Test
    void shouldPassCountAndFailGapAndDuplicateWhenOneIsMissingAndOneDuplicated() {
        harness.play(Scenario.aDay().without(2, 5).duplicated(2, 7));
        harness.passGracePeriod();

        assertThat(harness.fingerprints()).containsExactly("duplicate/miner/2", "gap/miner/2");
        assertThat(harness.onlyVerdict().getFailures())
                .extracting(RuleFailures::getRule)
                .containsExactly(Rule.GAP, Rule.DUPLICATE);
    }

    @Test
    void shouldReportLimitsWhenMetricIsOutOfRange() {
        harness.play(Scenario.aDay().changed(1, 3, reading -> reading.hashrate(250.5)));
        harness.passQuietPeriod();

        TelemetryAlert alert = harness.onlyAlert();
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
        assertThat(harness.onlyVerdict().getFailures()).containsExactly(new RuleFailures(Rule.RANGE, 1, List.of(1)));
    }

    @Test
    void shouldReportRangeOfEachMetricWhenValuesAreNoNumbers() {
        harness.play(Scenario.aDay().changed(1, 3, reading -> reading.hashrate(Double.NaN)
                .power(Double.POSITIVE_INFINITY)
                .temperature(Double.NaN)
                .fan(6001)));
        harness.passQuietPeriod();

        assertThat(harness.fingerprints())
                .containsExactly(
                        "range/hashrate/miner/1",
                        "range/power_consumption/miner/1",
                        "range/temperature/miner/1",
                        "range/fan_speed/miner/1");
        assertThat(harness.onlyVerdict().getStatuses().get(0).getHashrate())
                .isEqualTo(new MetricSummary(47L, 5179.25, 110.03, 110.47));
    }

    @Test
    void shouldReportNullabilityWhenActiveMinerHasNoTemperature() {
        harness.play(Scenario.aDay().changed(1, 3, reading -> reading.temperature(null)));
        harness.passQuietPeriod();

        TelemetryAlert alert = harness.onlyAlert();
        assertThat(alert.getFingerprint()).isEqualTo("nullability/temperature/miner/1");
        assertThat(alert.getObserved()).isNull();
        assertThat(alert.getMessage())
                .isEqualTo("miner 1: temperature must not be null while active, got null at 2026-11-22T03:00:00Z");
        assertThat(harness.onlyVerdict().getPassed()).isFalse();
    }

    @Test
    void shouldReportNullabilityWhenOfflineMinerHasTemperatureAndFan() {
        harness.play(Scenario.aDay()
                .changed(4, 3, reading -> reading.temperature(60.0).fan(100)));
        harness.passQuietPeriod();

        assertThat(harness.fired())
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
    void shouldReportOffCadenceAndGapWhenReadingIsMovedOffTheHour() {
        harness.play(
                Scenario.aDay().changed(1, 3, reading -> reading.at(Scenario.MIDNIGHT.plus(Duration.ofMinutes(210)))));
        harness.passGracePeriod();

        assertThat(harness.fired())
                .extracting(TelemetryAlert::getFingerprint, TelemetryAlert::getSeverity, TelemetryAlert::getMessage)
                .containsExactly(
                        tuple(
                                "off_cadence/miner/1",
                                Severity.WARNING,
                                "miner 1: recorded_at must be a whole hour, got 2026-11-22T03:30:00Z"),
                        tuple(
                                "gap/miner/1",
                                Severity.CRITICAL,
                                "miner 1: records must be 1 h apart, got 2 h between 2026-11-22T02:00:00Z and"
                                        + " 2026-11-22T04:00:00Z"));
        assertThat(harness.onlyVerdict().getReceivedRecords()).isEqualTo(96);
    }

    @Test
    void shouldReportSilentMiner() {
        harness.play(Scenario.aDay().withoutMiner(2));
        harness.passGracePeriod();

        List<TelemetryAlert> alerts = harness.fired();
        assertThat(alerts)
                .extracting(TelemetryAlert::getFingerprint)
                .containsExactly("silent_miner/miner/2", "count/miner/2");
        TelemetryAlert count = alerts.get(1);
        assertThat(count.getObserved()).isZero();
        assertThat(count.getTimePoints()).hasSize(24);
        assertThat(count.getMessage()).isEqualTo("miner 2: must have 24 records in " + WINDOW + ", got 0");
    }
}
