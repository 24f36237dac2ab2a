package io.minerstream.validator.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.avro.WindowVerdict;
import io.minerstream.schemas.run.RunId;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is waited for, and for how long. */
class WaitingTopologyTest {

    private final ValidatorHarness harness = new ValidatorHarness();

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void shouldGiveNoVerdictWhenAWatermarkIsMissing() {
        Scenario day = Scenario.aDay();
        day.watermarks.remove(23);
        harness.play(day);
        harness.passGracePeriod();
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
        harness.driver.advanceWallClockTime(ValidatorHarness.GRACE.multipliedBy(5));
        assertThat(harness.verdicts()).isEmpty();

        day.telemetry.forEach(reading -> harness.reading(day.run, reading));
        harness.passQuietPeriod();

        assertThat(harness.alerts()).isEmpty();
        assertThat(harness.onlyVerdict().getPassed()).isTrue();
    }

    @Test
    void shouldWaitForARosterThatIsWrittenButNotReadYet() {
        Scenario day = Scenario.aDay();
        harness.atEnd = false;
        day.telemetry.forEach(reading -> harness.reading(day.run, reading));
        for (int i = 0; i < 5; i++) {
            harness.passGracePeriod();
        }

        day.roster.forEach(harness::roster);
        day.watermarks.forEach(harness::watermark);
        harness.passQuietPeriod();
        harness.passQuietPeriod();

        assertThat(harness.alerts()).isEmpty();
        assertThat(harness.onlyVerdict().getPassed()).isTrue();
    }

    @Test
    void shouldNotWaitForUnreadReadingsForEver() {
        harness.atEnd = false;
        harness.play(Scenario.aDay().without(1, 4));
        harness.driver.advanceWallClockTime(ValidatorHarness.GRACE.multipliedBy(9));
        assertThat(harness.verdicts()).isEmpty();

        harness.driver.advanceWallClockTime(ValidatorHarness.GRACE.multipliedBy(2));

        assertThat(harness.onlyVerdict().getPassed()).isFalse();
    }

    @Test
    void shouldJudgeIncompleteWindowWhileItsRunContinues() {
        Scenario days = new Scenario(Scenario.RUN, Scenario.MIDNIGHT, 48, Scenario.fleet()).without(1, 4);
        days.roster.forEach(harness::roster);
        days.watermarks.forEach(harness::watermark);
        days.telemetry.subList(0, 100).forEach(reading -> harness.reading(days.run, reading));
        // The run continues: the partition is never idle for as long as the grace period.
        days.telemetry.subList(100, 105).forEach(reading -> {
            harness.driver.advanceWallClockTime(Duration.ofSeconds(3));
            harness.reading(days.run, reading);
        });

        assertThat(harness.onlyVerdict().getPassed()).isFalse();
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
        assertThat(harness.onlyVerdict().getPassed()).isTrue();
    }
}
