package io.minerstream.validator.topology;

import static io.minerstream.validator.MinerBuilder.aMiner;
import static io.minerstream.validator.TelemetryBuilder.aTelemetry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.minerstream.avro.RuleFailures;
import io.minerstream.avro.TelemetryAlert;
import io.minerstream.schemas.run.Interval;
import io.minerstream.validator.file.RulesFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A miner that sends nothing. */
class SilentMinerTopologyTest {

    private static final String FINGERPRINT = "silent_miner/miner/1";

    private final ValidatorHarness harness = new ValidatorHarness();

    @AfterEach
    void close() {
        harness.close();
    }

    private static Scenario silent(int from, int to) {
        Scenario day = Scenario.aDay();
        IntStream.range(from, to).forEach(point -> day.without(1, point));
        return day;
    }

    /** The first hours of a day, roster first, watermarks last. */
    private void play(Scenario day, int points) {
        day.roster.forEach(harness::roster);
        goOn(day, 0, points);
    }

    private void goOn(Scenario day, int from, int to) {
        day.telemetry.stream()
                .filter(reading -> !reading.getRecordedAt().isBefore(day.at(from))
                        && reading.getRecordedAt().isBefore(day.at(to)))
                .forEach(reading -> harness.reading(day.run, reading));
        day.watermarks.subList(from, to).forEach(harness::watermark);
    }

    private void passLongEnough() {
        passLongEnough(harness);
    }

    /** The driver punctuates once for each step: a time point is seen, has passed, and idleness ends. */
    private static void passLongEnough(ValidatorHarness harness) {
        for (int i = 0; i < 4; i++) {
            harness.passGracePeriod();
        }
    }

    @Test
    void shouldFireWhileTheWindowIsOpenAndResolveWhenTheMinerComesBack() {
        Scenario day = silent(4, 10);
        play(day, 8);
        passLongEnough();

        TelemetryAlert alert = harness.onlyAlert();
        assertThat(alert.getFingerprint()).isEqualTo(FINGERPRINT);
        assertThat(alert.getStartsAt()).isEqualTo(day.at(4));
        assertThat(alert.getMessage())
                .isEqualTo("miner 1: must send a reading every 1 h, sent none since 2026-11-22T04:00:00Z, for 3 time"
                        + " points");
        assertThat(harness.verdicts()).isEmpty();

        goOn(day, 8, 24);
        passLongEnough();

        // Not again with the verdict, where COUNT stands for it.
        assertThat(harness.alerts())
                .extracting(
                        TelemetryAlert::getFingerprint,
                        found -> found.getState().name(),
                        TelemetryAlert::getResolvedAt)
                .containsExactly(
                        tuple(FINGERPRINT, "RESOLVED", day.at(10)),
                        tuple("count/miner/1", "FIRING", null),
                        tuple("gap/miner/1", "FIRING", null));
        assertThat(harness.onlyVerdict().getFailures())
                .extracting(failure -> failure.getRule().name(), RuleFailures::getExamples)
                .containsExactly(tuple("COUNT", List.of(1)), tuple("GAP", List.of(1)));
    }

    @Test
    void shouldNotFireAtTwoTimePoints() {
        play(silent(4, 6), 24);
        passLongEnough();

        assertThat(harness.fingerprints()).doesNotContain(FINGERPRINT);
    }

    @Test
    void shouldBeSilentAboutMinersThatTheRosterHasAsDown() {
        play(Scenario.aDay().withoutMiner(3).withoutMiner(4), 12);
        passLongEnough();

        assertThat(harness.alerts()).isEmpty();
    }

    /** Two time points of each window. */
    @Test
    void shouldFindASilenceAcrossTheEndOfAWindow() {
        Scenario days = new Scenario(Scenario.RUN, Scenario.MIDNIGHT, 48, Scenario.fleet());
        IntStream.range(22, 26).forEach(point -> days.without(1, point));
        play(days, 48);
        passLongEnough();

        assertThat(harness.alerts())
                .filteredOn(found -> found.getFingerprint().equals(FINGERPRINT))
                .extracting(
                        found -> found.getState().name(), TelemetryAlert::getTimePoints, TelemetryAlert::getResolvedAt)
                .containsExactly(
                        tuple("FIRING", List.of(days.at(22), days.at(23), days.at(24)), null),
                        tuple("RESOLVED", List.of(days.at(22), days.at(23), days.at(24)), days.at(26)));
    }

    @Test
    void shouldExpectAMinerFromItsValidFromOn() {
        Scenario day = Scenario.aDay();
        day.roster.add(new RosterRecord(aMiner(9).build(), day.at(6)));
        play(day, 8);
        passLongEnough();
        assertThat(harness.alerts()).isEmpty();

        goOn(day, 8, 10);
        passLongEnough();

        assertThat(harness.onlyAlert().getStartsAt()).isEqualTo(day.at(6));
    }

    /** Its watermarks say that time goes on. */
    @Test
    void shouldFindAllMinersOfAPartitionWithoutReadings() {
        Scenario day = Scenario.aDay();
        day.telemetry.clear();
        play(day, 4);
        passLongEnough();

        assertThat(harness.fingerprints()).containsExactly(FINGERPRINT, "silent_miner/miner/2");
    }

    /** Six time points without a reading. */
    @ParameterizedTest
    @CsvSource({"intervals: 1,true", "intervals: 6,true", "intervals: 7,false", "enabled: false,false"})
    void shouldBeAsTheRulesFileHasIt(String setting, boolean found, @TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("rules.yaml"), "rules: {SILENT_MINER: {" + setting + "}}");
        try (ValidatorHarness ruled = new ValidatorHarness(
                Duration.ofDays(1), StateBounds.DEFAULT, EventTimeSettings.DEFAULT, RulesFile.read(file))) {
            ruled.play(silent(4, 10));
            ruled.passGracePeriod();

            assertThat(ruled.fingerprints().contains(FINGERPRINT)).isEqualTo(found);
        }
    }

    /** A reading of a time that the run does not have says nothing of those that it has. */
    @Test
    void shouldNotTakeTimePointsForPassedBecauseOfAReadingOutsideTheRun() {
        Scenario day = Scenario.aDay();
        play(day, 4);
        harness.reading(day.run, aTelemetry().miner(2).at(day.at(240)).build());
        passLongEnough();

        assertThat(harness.fingerprints()).isEmpty();
    }

    @Test
    void shouldFindSilentMinersInReadingsWithoutRun() {
        EventTimeSettings settings = new EventTimeSettings(
                Duration.ZERO,
                Interval.HOURLY,
                Map.of(),
                Duration.ofHours(1),
                ValidatorHarness.GRACE,
                Duration.ofMinutes(5));
        try (ValidatorHarness foreign = new ValidatorHarness(settings)) {
            Scenario now =
                    new Scenario(Scenario.RUN, ValidatorHarness.NOW.minus(Duration.ofHours(6)), 6, Scenario.fleet());
            now.roster.forEach(foreign::roster);
            now.telemetry.stream().filter(reading -> reading.getMinerId() != 1).forEach(foreign::foreignReading);
            passLongEnough(foreign);

            assertThat(foreign.fingerprints()).contains(FINGERPRINT);
        }
    }
}
