package io.minerstream.validator.topology;

import static io.minerstream.validator.MinerBuilder.aMiner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.minerstream.avro.AlertState;
import io.minerstream.avro.RuleFailures;
import io.minerstream.avro.Severity;
import io.minerstream.avro.TelemetryAlert;
import io.minerstream.schemas.run.RunId;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A hashrate that is stuck. */
class FrozenValueTopologyTest {

    private static final String FINGERPRINT = "frozen_value/hashrate/miner/1";

    private final ValidatorHarness harness = new ValidatorHarness();

    @AfterEach
    void close() {
        harness.close();
    }

    /** Stuck from the third time point on. */
    private static Scenario stuck(Scenario day, int miner, int points) {
        IntStream.range(2, 2 + points).forEach(point -> day.stuck(miner, point));
        return day;
    }

    @Test
    void shouldFireAtTheEighthReadingAndResolveWhenTheValueMoves() {
        Scenario day = stuck(Scenario.aDay(), 1, 12);
        harness.play(day);
        harness.passQuietPeriod();

        List<TelemetryAlert> alerts = harness.alerts();
        assertThat(alerts)
                .extracting(
                        TelemetryAlert::getFingerprint,
                        TelemetryAlert::getState,
                        TelemetryAlert::getStartsAt,
                        TelemetryAlert::getResolvedAt)
                .containsExactly(
                        tuple(FINGERPRINT, AlertState.FIRING, day.at(9), null),
                        tuple(FINGERPRINT, AlertState.RESOLVED, day.at(9), day.at(14)));
        assertThat(alerts.get(0).getMessage())
                .isEqualTo("miner 1: hashrate must not stay the same, got 110.25 TH/s in 8 readings in a row up to"
                        + " 2026-11-22T09:00:00Z");
        assertThat(alerts.get(0).getSeverity()).isEqualTo(Severity.WARNING);
        assertThat(harness.onlyVerdict().getFailures())
                .extracting(failure -> failure.getRule().name(), RuleFailures::getExamples)
                .containsExactly(tuple("FROZEN_VALUE", List.of(1)));
    }

    @Test
    void shouldNotFireAtSevenReadings() {
        assertThat(changes(stuck(Scenario.aDay(), 1, 7))).isEmpty();
    }

    @Test
    void shouldBeginAnewAfterAMissingReading() {
        assertThat(changes(stuck(Scenario.aDay(), 1, 14).without(1, 8))).isEmpty();
    }

    @Test
    void shouldBeginAnewAfterAReadingThatIsNoNumber() {
        Scenario day = stuck(Scenario.aDay(), 1, 14).changed(1, 8, reading -> reading.hashrate(Double.NaN));

        assertThat(changes(day)).isEmpty();
    }

    @Test
    void shouldNotCountDuplicates() {
        Scenario day = stuck(Scenario.aDay(), 1, 7);
        harness.play(day.duplicated(1, 3).duplicated(1, 8));
        harness.passQuietPeriod();

        assertThat(harness.fingerprints()).doesNotContain(FINGERPRINT);
    }

    @Test
    void shouldJudgeMinersInMaintenance() {
        assertThat(changes(stuck(Scenario.aDay(), 3, 8)))
                .containsExactly(
                        tuple("frozen_value/hashrate/miner/3", AlertState.FIRING),
                        tuple("frozen_value/hashrate/miner/3", AlertState.RESOLVED));
    }

    @Test
    void shouldNotJudgeZerosWhateverTheStatus() {
        Scenario day = Scenario.aDay();
        IntStream.range(2, 14).forEach(point -> day.changed(1, point, reading -> reading.hashrate(0)));
        harness.play(day);
        harness.passQuietPeriod();

        assertThat(harness.fingerprints()).containsExactly("range/hashrate/miner/1");
    }

    /** Its status at the time of the reading counts. */
    @Test
    void shouldResolveWhenTheMinerStops() {
        Scenario day = stuck(Scenario.aDay(), 1, 10).statusFrom(1, 12, "offline");

        assertThat(changes(day))
                .containsExactly(tuple(FINGERPRINT, AlertState.FIRING), tuple(FINGERPRINT, AlertState.RESOLVED));
    }

    /** Two decimals are too few to tell. */
    @Test
    void shouldNotJudgeSmallMiners() {
        Scenario day = new Scenario(
                Scenario.RUN,
                Scenario.MIDNIGHT,
                24,
                List.of(aMiner(1).actualHashrate(49.9).build()));
        IntStream.range(0, 24).forEach(point -> day.changed(1, point, reading -> reading.hashrate(50)));

        assertThat(changes(day)).isEmpty();
    }

    @Test
    void shouldCountOnInTheNextRun() {
        Scenario day = Scenario.aDay();
        IntStream.range(18, 24).forEach(point -> day.stuck(1, point));
        Scenario next = new Scenario(new RunId("run00002"), day.at(24), 24, Scenario.fleet());
        IntStream.range(0, 2).forEach(point -> next.stuck(1, point));
        harness.play(day);
        harness.playRun(next);
        harness.passQuietPeriod();

        assertThat(harness.fingerprints()).containsExactly(FINGERPRINT);
    }

    /** The same range again, with values that move. */
    @Test
    void shouldResolveWhenALaterRunRepairsIt() {
        Scenario day = Scenario.aDay();
        IntStream.range(16, 24).forEach(point -> day.stuck(1, point));
        assertThat(changes(day)).containsExactly(tuple(FINGERPRINT, AlertState.FIRING));

        harness.playRun(new Scenario(new RunId("run00002"), Scenario.MIDNIGHT, 25, Scenario.fleet()));
        harness.passQuietPeriod();

        assertThat(harness.alerts()).extracting(TelemetryAlert::getState).containsExactly(AlertState.RESOLVED);
    }

    private List<Tuple> changes(Scenario day) {
        harness.play(day);
        harness.passGracePeriod();
        return harness.alerts().stream()
                .filter(alert -> alert.getFingerprint().startsWith("frozen_value"))
                .map(alert -> tuple(alert.getFingerprint(), alert.getState()))
                .toList();
    }
}
