package io.minerstream.validator.topology;

import static io.minerstream.validator.MinerBuilder.aMiner;
import static io.minerstream.validator.TelemetryBuilder.aTelemetry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.minerstream.avro.StatusSummary;
import io.minerstream.avro.TelemetryAlert;
import io.minerstream.avro.WindowVerdict;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Miners whose status changes: each reading is judged by the status at its own time. */
class StatusChangeTopologyTest {

    private static final Duration NOT_YET_QUIET = Duration.ofMillis(200);

    private final ValidatorHarness harness = new ValidatorHarness();

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void shouldJudgeEachReadingByTheStatusAtItsTime() {
        harness.play(Scenario.aDay().statusFrom(1, 10, "offline").statusFrom(1, 20, "active"));
        harness.passQuietPeriod();

        assertThat(harness.alerts()).isEmpty();
        WindowVerdict verdict = harness.onlyVerdict();
        assertThat(verdict.getPassed()).isTrue();
        assertThat(verdict.getStatuses())
                .extracting(StatusSummary::getStatus, StatusSummary::getMiners, StatusSummary::getRecords)
                .containsExactly(tuple("active", 2, 38L), tuple("maintenance", 1, 24L), tuple("offline", 2, 34L));
    }

    @Test
    void shouldReportReadingThatFitsTheStatusBeforeTheChange() {
        harness.play(Scenario.aDay()
                .statusFrom(1, 10, "maintenance")
                .changed(1, 10, reading -> reading.hashrate(110).power(3000).temperature(75.0)));
        harness.passQuietPeriod();

        assertThat(messages())
                .containsExactly(
                        "miner 1: hashrate must be 5.5 to 22 TH/s while maintenance, got 110 at 2026-11-22T10:00:00Z",
                        "miner 1: power_consumption must be 300 to 900 W while maintenance, got 3000 at"
                                + " 2026-11-22T10:00:00Z");
    }

    @Test
    void shouldLetAnEntryReplaceWhatWasSaidAboutItsTimeAndLater() {
        Scenario day = Scenario.aDay().statusFrom(1, 5, "maintenance").statusFrom(1, 20, "error");
        harness.play(day.statusFrom(1, 10, "offline"));
        harness.passQuietPeriod();

        assertThat(harness.alerts()).isEmpty();
        assertThat(harness.onlyVerdict().getStatuses())
                .extracting(StatusSummary::getStatus, StatusSummary::getMiners, StatusSummary::getRecords)
                .containsExactly(tuple("active", 2, 29L), tuple("maintenance", 2, 29L), tuple("offline", 2, 38L));
    }

    @Test
    void shouldJudgeByTheFirstEntryBeforeItsTime() {
        harness.roster(new RosterRecord(aMiner(1).status("offline").build(), Scenario.MIDNIGHT.plusSeconds(86_400)));
        harness.foreignReading(aTelemetry().offline().build());
        harness.foreignReading(aTelemetry()
                .hashrate(110)
                .at(Scenario.MIDNIGHT.plusSeconds(3600))
                .build());
        harness.passQuietPeriod();

        assertThat(messages())
                .startsWith("miner 1: hashrate must be 0 to 0 TH/s while offline, got 110 at 2026-11-22T01:00:00Z")
                .hasSize(4);
    }

    @Test
    void shouldForgetAllEntriesOfARemovedMiner() {
        Scenario day = Scenario.aDay().statusFrom(1, 10, "offline");
        day.roster.forEach(harness::roster);
        harness.removeFromRoster(1);
        harness.roster(aMiner(1).build());
        harness.foreignReading(aTelemetry().at(day.at(12)).build());
        harness.passQuietPeriod();

        assertThat(harness.alerts()).isEmpty();
    }

    @Test
    void shouldNotReportReadingWhenTheEntryThatExplainsItComesAMomentLater() {
        Scenario day = Scenario.aDay();
        harness.play(day);
        harness.passQuietPeriod();

        harness.foreignReading(aTelemetry().offline().at(day.at(30)).build());
        harness.driver.advanceWallClockTime(NOT_YET_QUIET);
        harness.roster(new RosterRecord(aMiner(1).status("offline").build(), day.at(30)));
        harness.passGracePeriod();

        assertThat(harness.alerts()).isEmpty();
    }

    @Test
    void shouldReportReadingThatContradictsTheRosterAsSoonAsTheRosterIsQuiet() {
        harness.roster(aMiner(1).build());
        harness.driver.advanceWallClockTime(Duration.ofMinutes(1));

        harness.foreignReading(aTelemetry().hashrate(500).build());
        harness.driver.advanceWallClockTime(NOT_YET_QUIET);
        assertThat(harness.alerts()).isEmpty();
        harness.driver.advanceWallClockTime(Duration.ofMillis(150));

        assertThat(messages())
                .containsExactly(
                        "miner 1: hashrate must be 99 to 121 TH/s while active, got 500 at 2026-11-22T00:00:00Z");
    }

    @Test
    void shouldReportReadingThatContradictsARosterWhichIsNeverQuiet() {
        harness.roster(aMiner(1).build());
        // Today, so that its window stays open.
        harness.foreignReading(
                aTelemetry().hashrate(500).at(ValidatorHarness.NOW).build());
        for (int i = 0; i < 100; i++) {
            assertThat(harness.alerts()).isEmpty();
            harness.driver.advanceWallClockTime(Duration.ofMillis(100));
            harness.roster(aMiner(100 + i).build());
        }

        harness.driver.advanceWallClockTime(Duration.ofSeconds(1));
        assertThat(harness.alerts()).hasSize(1);
    }

    @Test
    void shouldKeepTheOrderOfAMinersReadingsWhenOneWaits() {
        Scenario day = Scenario.aDay();
        day.roster.forEach(harness::roster);
        harness.watermark(day.watermarks.get(0));
        harness.passQuietPeriod();
        harness.reading(day.run, aTelemetry().hashrate(500).build());
        harness.reading(day.run, aTelemetry().build());
        harness.passQuietPeriod();

        assertThat(harness.alerts())
                .extracting(TelemetryAlert::getFingerprint, alert -> alert.getFirstEvidence()
                        .getOffset())
                .containsExactly(tuple("range/hashrate/miner/1", 0L), tuple("duplicate/miner/1", 1L));
    }

    @Test
    void shouldJudgeReadingsAtOnceWhenTheRosterOfTheirRunIsKnown() {
        Scenario day = Scenario.aDay();
        day.roster.forEach(harness::roster);
        harness.atEnd = false;
        harness.reading(day.run, day.telemetry.get(0));
        assertThat(waiting()).isEqualTo(1);
        harness.passQuietPeriod();

        harness.reading(day.run, day.telemetry.get(1));
        harness.reading(day.run, day.telemetry.get(1));

        assertThat(waiting()).isZero();
        assertThat(messages()).containsExactly("miner 2: must have one record at 2026-11-22T00:00:00Z, got another");
    }

    @Test
    void shouldNotWaitForARosterThatIsReadToItsEnd() {
        Scenario day = Scenario.aDay();
        day.roster.forEach(harness::roster);

        harness.reading(day.run, day.telemetry.get(0));

        assertThat(waiting()).isZero();
    }

    @Test
    void shouldJudgeEarlierWindowsWhileReadingsOfALaterOneWait() {
        Scenario days = new Scenario(Scenario.RUN, Scenario.MIDNIGHT, 48, Scenario.fleet());
        days.roster.forEach(harness::roster);
        days.watermarks.forEach(harness::watermark);
        days.telemetry.subList(0, 96).forEach(reading -> harness.reading(days.run, reading));
        harness.driver.advanceWallClockTime(NOT_YET_QUIET);
        harness.driver.advanceWallClockTime(NOT_YET_QUIET);
        assertThat(harness.verdicts()).hasSize(1);

        harness.reading(days.run, aTelemetry().hashrate(500).at(days.at(24)).build());

        assertThat(waiting()).isEqualTo(1);
    }

    @Test
    void shouldNotCountReadingOutsideOfTheRunThatWaitsWhenTheRunIsOver() {
        Scenario day = Scenario.aDay();
        harness.play(day);
        harness.driver.advanceWallClockTime(NOT_YET_QUIET);
        harness.reading(day.run, aTelemetry().at(day.at(30)).build());
        harness.passQuietPeriod();
        harness.passGracePeriod();

        assertThat(harness.alerts()).isEmpty();
        assertThat(harness.onlyVerdict().getPassed()).isTrue();
        assertThat(tallies()).isZero();
    }

    private long tallies() {
        return harness.store(Stores.POINTS).approximateNumEntries();
    }

    private long waiting() {
        return harness.store(Stores.UNROSTERED).approximateNumEntries();
    }

    private List<String> messages() {
        return harness.fired().stream().map(TelemetryAlert::getMessage).toList();
    }
}
