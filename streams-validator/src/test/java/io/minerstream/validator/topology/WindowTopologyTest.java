package io.minerstream.validator.topology;

import static io.minerstream.validator.TelemetryBuilder.aTelemetry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.minerstream.avro.AlertState;
import io.minerstream.avro.Evidence;
import io.minerstream.avro.Severity;
import io.minerstream.avro.TelemetryAlert;
import io.minerstream.avro.WindowVerdict;
import io.minerstream.schemas.run.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How runs are cut into windows, and which verdict stands. */
class WindowTopologyTest {

    private static final String WINDOW = "2026-11-22T00:00:00Z/2026-11-23T00:00:00Z";

    private final ValidatorHarness harness = new ValidatorHarness();

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void shouldReportLateRecordAndKeepTheVerdict() {
        Scenario day = Scenario.aDay();
        harness.play(day);
        harness.passQuietPeriod();
        assertThat(harness.onlyVerdict().getPassed()).isTrue();

        harness.reading(
                day.run, aTelemetry().miner(1).hashrate(9999).at(day.at(5)).build());
        harness.passGracePeriod();

        TelemetryAlert alert = harness.onlyAlert();
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
        harness.onlyVerdict();

        day.watermarks.forEach(harness::watermark);
        harness.passGracePeriod();

        assertThat(harness.verdicts()).isEmpty();
        assertThat(harness.alerts()).isEmpty();
    }

    @Test
    void shouldJudgeForcedSecondRunOverTheSameRangeOnItsOwn() {
        harness.play(Scenario.aDay().without(1, 4));
        harness.passGracePeriod();
        assertThat(harness.onlyVerdict().getPassed()).isFalse();
        harness.alerts();

        harness.play(new Scenario(new RunId("run00002"), Scenario.MIDNIGHT, 24, Scenario.fleet()));
        harness.passQuietPeriod();

        assertThat(harness.alerts())
                .extracting(TelemetryAlert::getFingerprint, TelemetryAlert::getState)
                .containsExactly(
                        tuple("count/miner/1", AlertState.RESOLVED), tuple("gap/miner/1", AlertState.RESOLVED));
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
        harness.passGracePeriod();

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
        harness.passGracePeriod();

        assertThat(harness.verdicts())
                .extracting(WindowVerdict::getWindowStart, WindowVerdict::getPassed)
                .containsExactly(tuple(start, true), tuple(Instant.parse("2026-11-23T17:00:00Z"), false));
        assertThat(harness.fingerprints()).containsExactly("count/miner/1", "gap/miner/1");
    }
}
