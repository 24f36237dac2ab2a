package io.minerstream.validator.topology;

import static io.minerstream.validator.MinerBuilder.aMiner;
import static io.minerstream.validator.TelemetryBuilder.aTelemetry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.minerstream.avro.AlertState;
import io.minerstream.avro.TelemetryAlert;
import io.minerstream.schemas.run.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An alert is raised once, and taken back when it is over. */
class AlertLifeTopologyTest {

    private static final String FIRING = "FIRING";
    private static final String RESOLVED = "RESOLVED";

    private static final String MESSAGE =
            "miner 1: hashrate must be 99 to 121 TH/s while active, got 500 at 2026-11-22T03:00:00Z";

    private final ValidatorHarness harness = new ValidatorHarness();

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void shouldFireOnceAndResolveOnceWhenAConditionLasts() {
        Scenario day = Scenario.aDay();
        for (int hour = 3; hour <= 12; hour++) {
            double hashrate = 497 + hour;
            day.changed(1, hour, reading -> reading.hashrate(hashrate));
        }
        harness.play(day);
        harness.passQuietPeriod();

        assertThat(harness.alerts())
                .extracting(
                        TelemetryAlert::getFingerprint,
                        TelemetryAlert::getState,
                        TelemetryAlert::getStartsAt,
                        TelemetryAlert::getResolvedAt,
                        alert -> alert.getFirstEvidence().getOffset(),
                        alert -> alert.getLastEvidence().getOffset(),
                        TelemetryAlert::getMessage)
                .containsExactly(
                        tuple("range/hashrate/miner/1", AlertState.FIRING, hour(3), null, 12L, 12L, MESSAGE),
                        tuple("range/hashrate/miner/1", AlertState.RESOLVED, hour(3), hour(13), 12L, 48L, MESSAGE));
        assertThat(harness.entries(Stores.ALERTS)).isZero();
    }

    @Test
    void shouldContinueTheAlertWhenTheValueIsBadAgainWithinClearAfter() {
        harness.play(Scenario.aDay()
                .changed(1, 3, reading -> reading.hashrate(500))
                .changed(1, 5, reading -> reading.hashrate(500)));
        harness.passQuietPeriod();

        assertThat(changes())
                .containsExactly(
                        tuple("range/hashrate/miner/1", FIRING, null),
                        tuple("range/hashrate/miner/1", RESOLVED, hour(6)));
    }

    @Test
    void shouldKeepTheAlertsOfAMinerThatFallsSilent() {
        Scenario days = new Scenario(Scenario.RUN, Scenario.MIDNIGHT, 48, Scenario.fleet());
        days.changed(1, 3, reading -> reading.hashrate(500));
        for (int hour = 4; hour < 48; hour++) {
            days.without(1, hour);
        }
        harness.play(days);
        harness.passGracePeriod();

        assertThat(changes())
                .containsExactly(
                        tuple("range/hashrate/miner/1", FIRING, null),
                        tuple("silent_miner/miner/1", FIRING, null),
                        tuple("count/miner/1", FIRING, null));
        assertThat(harness.verdicts()).hasSize(2);
    }

    @Test
    void shouldResolveAlertsOfAWindowWithTheNextOne() {
        harness.play(new Scenario(Scenario.RUN, Scenario.MIDNIGHT, 72, Scenario.fleet())
                .without(1, 4)
                .without(2, 5)
                .without(2, 30));
        harness.passQuietPeriod();
        // The complete third day waits for the first two.
        assertThat(harness.verdicts()).isEmpty();
        harness.passGracePeriod();

        assertThat(changes())
                .containsExactly(
                        tuple("count/miner/1", FIRING, null),
                        tuple("gap/miner/1", FIRING, null),
                        tuple("count/miner/2", FIRING, null),
                        tuple("gap/miner/2", FIRING, null),
                        tuple("count/miner/1", RESOLVED, hour(24)),
                        tuple("gap/miner/1", RESOLVED, hour(24)),
                        tuple("count/miner/2", RESOLVED, hour(48)),
                        tuple("gap/miner/2", RESOLVED, hour(48)));
    }

    @Test
    void shouldJudgeTheWindowsOfARunInTheirOrder() {
        Scenario days = new Scenario(Scenario.RUN, Scenario.MIDNIGHT, 48, Scenario.fleet());
        harness.play(days.with(3, aTelemetry().miner(99).at(days.at(3)).build()));
        harness.passQuietPeriod();
        assertThat(harness.verdicts()).isEmpty();

        harness.passGracePeriod();

        assertThat(harness.verdicts())
                .extracting(verdict -> verdict.getWindowStart())
                .containsExactly(hour(0), hour(24));
    }

    @Test
    void shouldResolveWhenAnotherRunRepairsTheRange() {
        harness.play(Scenario.aDay().without(1, 4).changed(2, 23, reading -> reading.hashrate(500)));
        harness.passGracePeriod();
        assertThat(harness.fingerprints()).containsExactly("range/hashrate/miner/2", "count/miner/1", "gap/miner/1");

        harness.playRun(new Scenario(new RunId("run00002"), Scenario.MIDNIGHT, 25, Scenario.fleet()));
        harness.passQuietPeriod();

        assertThat(changes())
                .containsExactly(
                        tuple("range/hashrate/miner/2", RESOLVED, hour(23)),
                        tuple("count/miner/1", RESOLVED, hour(4)),
                        tuple("gap/miner/1", RESOLVED, hour(4)));
    }

    @Test
    void shouldNotFireAgainWhenAnotherRunRepeatsTheOffence() {
        harness.play(Scenario.aDay().without(1, 4).changed(2, 23, reading -> reading.hashrate(500)));
        harness.passGracePeriod();
        harness.alerts();

        Scenario again = new Scenario(new RunId("run00002"), Scenario.MIDNIGHT, 24, Scenario.fleet());
        harness.playRun(again.without(1, 4).changed(2, 23, reading -> reading.hashrate(500)));
        harness.passGracePeriod();

        assertThat(harness.alerts()).isEmpty();
        assertThat(harness.verdicts()).hasSize(2);
    }

    @Test
    void shouldResolveWhenTheMinerIsRemovedFromTheRoster() {
        harness.play(Scenario.aDay().without(1, 4).changed(1, 23, reading -> reading.hashrate(500)));
        harness.passGracePeriod();
        harness.alerts();

        harness.removeFromRoster(1);
        harness.removeFromRoster(1);
        harness.removeFromRoster(2);

        assertThat(changes())
                .containsExactlyInAnyOrder(
                        tuple("range/hashrate/miner/1", RESOLVED, hour(23)),
                        tuple("count/miner/1", RESOLVED, hour(24)),
                        tuple("gap/miner/1", RESOLVED, hour(24)));
    }

    @Test
    void shouldResolveUnknownMinerWhenTheRosterHasItAndItsReadingsAreFine() {
        harness.foreignReading(aTelemetry().miner(99).at(hour(1)).build());
        harness.passGracePeriod();
        assertThat(harness.fingerprints()).containsExactly("unknown_miner/miner/99");

        harness.removeFromRoster(99);
        harness.roster(aMiner(99).build());
        harness.foreignReading(aTelemetry().miner(99).at(hour(2)).build());
        assertThat(harness.alerts()).isEmpty();
        harness.foreignReading(aTelemetry().miner(99).at(hour(3)).build());

        assertThat(changes()).containsExactly(tuple("unknown_miner/miner/99", RESOLVED, hour(2)));
    }

    @Test
    void shouldResolveAMinerOfAnotherSiteWhenItStops() {
        Scenario days = new Scenario(Scenario.RUN, Scenario.MIDNIGHT, 48, Scenario.fleet());
        harness.roster(aMiner(77).site(6).build());
        harness.play(days.with(2, aTelemetry().miner(77).at(days.at(2)).build()));
        harness.foreignReading(aTelemetry().miner(77).at(hour(60)).build());
        harness.passQuietPeriod();

        assertThat(changes())
                .containsExactly(
                        tuple("unknown_miner/miner/77", FIRING, null),
                        tuple("unknown_miner/miner/77", RESOLVED, hour(24)));
    }

    /** Whether the state of the miner is still needed for other windows of the day must not matter. */
    @Test
    void shouldNotResolveARemovedMinerThatFallsSilent() {
        try (ValidatorHarness quarters = new ValidatorHarness(6)) {
            Scenario day = Scenario.aDay();
            day.telemetry.removeIf(reading ->
                    reading.getMinerId() == 1 && reading.getRecordedAt().isAfter(hour(3)));
            quarters.play(day);
            quarters.removeFromRoster(1);
            quarters.passGracePeriod();

            assertThat(quarters.alerts())
                    .extracting(TelemetryAlert::getFingerprint, alert -> alert.getState()
                            .name())
                    .containsExactly(tuple("unknown_miner/miner/1", FIRING));
        }
    }

    @Test
    void shouldClearRulesOnArrivalByLaterReadings() {
        Scenario day = Scenario.aDay()
                .duplicated(1, 3)
                .with(3, aTelemetry().miner(2).at(hour(3).plusSeconds(1)).build());
        harness.play(day);
        harness.passQuietPeriod();
        harness.reading(day.run, aTelemetry().miner(1).at(hour(5)).build());
        Scenario next = new Scenario(new RunId("run00002"), hour(24), 24, Scenario.fleet());
        harness.playRun(next);
        harness.passQuietPeriod();

        assertThat(changes())
                .containsExactly(
                        tuple("duplicate/miner/1", FIRING, null),
                        tuple("off_cadence/miner/2", FIRING, null),
                        tuple("duplicate/miner/1", RESOLVED, hour(4)),
                        tuple("off_cadence/miner/2", RESOLVED, hour(4)),
                        tuple("count/miner/1", FIRING, null),
                        tuple("count/miner/2", FIRING, null),
                        tuple("late/miner/1", FIRING, null),
                        tuple("late/miner/1", RESOLVED, hour(24)),
                        tuple("count/miner/1", RESOLVED, hour(24)),
                        tuple("count/miner/2", RESOLVED, hour(24)));
    }

    @Test
    void shouldBeSilentAboutMissingReadingsThatTheRosterExplains() {
        Scenario day = Scenario.aDay().statusFrom(1, 10, "offline").statusFrom(1, 20, "active");
        harness.play(day.without(1, 12).without(1, 19).withoutMiner(3).without(4, 7));
        harness.passGracePeriod();

        assertThat(harness.alerts()).isEmpty();
        assertThat(harness.onlyVerdict().getMinersFailed()).isEqualTo(3);
    }

    @Test
    void shouldReportMissingReadingsThatTheRosterDoesNotExplainInFull() {
        Scenario day = Scenario.aDay().statusFrom(1, 10, "offline").statusFrom(1, 20, "active");
        harness.play(day.without(1, 12).without(1, 20).without(4, 7).duplicated(4, 9));
        harness.passGracePeriod();

        assertThat(harness.fingerprints()).containsExactly("duplicate/miner/4", "count/miner/1", "gap/miner/1");
    }

    @Test
    void shouldNotBeDisturbedByAReadingThatComesOutOfOrder() {
        Scenario day = Scenario.aDay();
        day.roster.forEach(harness::roster);
        List.of(3, 6, 4, 7, 5)
                .forEach(hour -> harness.foreignReading(aTelemetry()
                        .hashrate(hour == 6 || hour == 7 ? 110 : 500)
                        .at(hour(hour))
                        .build()));
        harness.passQuietPeriod();

        assertThat(changes())
                .containsExactly(
                        tuple("range/hashrate/miner/1", FIRING, null),
                        tuple("range/hashrate/miner/1", RESOLVED, hour(6)),
                        tuple("range/hashrate/miner/1", FIRING, null));
    }

    @Test
    void shouldBoundTheAlertsOfUnknownMiners() {
        StateBounds bounds = new StateBounds(5, 50, 5, 100, 60, 1000, 500, 3, 100, 1000, 100);
        try (ValidatorHarness small = new ValidatorHarness(Duration.ofHours(24), bounds)) {
            for (int miner = 100; miner < 120; miner++) {
                small.foreignReading(aTelemetry().miner(miner).build());
            }
            small.passGracePeriod();

            assertThat(small.fingerprints()).hasSize(20);
            assertThat(small.entries(Stores.ALERTS)).isEqualTo(3);
        }
    }

    private List<Tuple> changes() {
        return harness.alerts().stream()
                .map(alert -> tuple(alert.getFingerprint(), alert.getState().name(), alert.getResolvedAt()))
                .toList();
    }

    private static Instant hour(int hour) {
        return Scenario.MIDNIGHT.plus(Duration.ofHours(hour));
    }
}
