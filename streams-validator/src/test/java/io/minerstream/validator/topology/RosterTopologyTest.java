package io.minerstream.validator.topology;

import static io.minerstream.validator.MinerBuilder.aMiner;
import static io.minerstream.validator.TelemetryBuilder.aTelemetry;
import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.avro.Rule;
import io.minerstream.avro.RuleFailures;
import io.minerstream.avro.TelemetryAlert;
import io.minerstream.avro.WindowVerdict;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the roster means for the readings of a miner. */
class RosterTopologyTest {

    private final ValidatorHarness harness = new ValidatorHarness();

    @AfterEach
    void close() {
        harness.close();
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
        harness.passGracePeriod();

        TelemetryAlert alert = harness.onlyAlert();
        assertThat(alert.getFingerprint()).isEqualTo("unknown_miner/miner/99");
        assertThat(alert.getSiteId()).isEqualTo(5);
        assertThat(alert.getTimePoints()).containsExactly(day.at(0), day.at(1), day.at(2));
        assertThat(alert.getFirstEvidence().getOffset()).isEqualTo(4);
        assertThat(alert.getLastEvidence().getOffset()).isEqualTo(14);
        assertThat(alert.getMessage())
                .isEqualTo(
                        "miner 99: must be in the roster to send records, got 3 from 2026-11-22T00:00:00Z to 2026-11-22T02:00:00Z");
        WindowVerdict verdict = harness.onlyVerdict();
        assertThat(verdict.getMiners()).isEqualTo(5);
        assertThat(verdict.getExpectedRecords()).isEqualTo(96);
        assertThat(verdict.getReceivedRecords()).isEqualTo(99);
        assertThat(verdict.getFailures()).containsExactly(new RuleFailures(Rule.UNKNOWN_MINER, 1, List.of(99)));
    }

    @Test
    void shouldReportNothingMoreOfAnUnknownMiner() {
        harness.reading(Scenario.RUN, aTelemetry().miner(99).build());
        harness.passGracePeriod();
        assertThat(harness.fingerprints()).containsExactly("unknown_miner/miner/99");

        harness.reading(
                Scenario.RUN,
                aTelemetry()
                        .miner(99)
                        .at(Scenario.MIDNIGHT.plus(Duration.ofHours(1)))
                        .build());

        assertThat(harness.alerts()).isEmpty();
    }

    @Test
    void shouldReportMinerOfAnotherSiteWhenItSendsRecordsOfTheRun() {
        Scenario day = Scenario.aDay();
        harness.roster(aMiner(77).site(6).build());
        harness.roster(aMiner(78).site(6).build());
        harness.play(day.with(2, aTelemetry().miner(77).at(day.at(2)).build()));
        harness.passQuietPeriod();

        TelemetryAlert alert = harness.onlyAlert();
        assertThat(alert.getFingerprint()).isEqualTo("unknown_miner/miner/77");
        assertThat(alert.getMessage())
                .isEqualTo("miner 77: must be in the roster of site 5 to send records of its run, is not");
        assertThat(harness.onlyVerdict().getMiners()).isEqualTo(5);
    }

    @Test
    void shouldJudgeTheValuesOfReadingsWithoutRun() {
        harness.roster(aMiner(1).build());
        harness.foreignReading(aTelemetry().miner(1).hashrate(1).build());
        harness.foreignReading(
                aTelemetry().miner(1).at(Scenario.MIDNIGHT.plusSeconds(3600)).build());
        harness.passQuietPeriod();

        TelemetryAlert alert = harness.onlyAlert();
        assertThat(alert.getFingerprint()).isEqualTo("range/hashrate/miner/1");
        assertThat(alert.getRunId()).isEqualTo("event-time");
    }

    @Test
    void shouldJudgeMinerAgainstItsOwnBaseline() {
        harness.roster(aMiner(1).actualHashrate(200).build());
        Scenario day = Scenario.aDay();
        harness.foreignReading(aTelemetry().miner(1).hashrate(200).at(day.at(0)).build());
        harness.foreignReading(aTelemetry().miner(1).hashrate(180).at(day.at(1)).build());
        harness.foreignReading(
                aTelemetry().miner(1).hashrate(179.99).at(day.at(2)).build());
        harness.passQuietPeriod();

        assertThat(harness.onlyAlert().getMessage())
                .isEqualTo(
                        "miner 1: hashrate must be 180 to 220 TH/s while active, got 179.99 at 2026-11-22T02:00:00Z");
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
        assertThat(harness.onlyVerdict().getMiners()).isEqualTo(4);
    }
}
