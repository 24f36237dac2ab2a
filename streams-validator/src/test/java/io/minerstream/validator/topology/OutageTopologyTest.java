package io.minerstream.validator.topology;

import static io.minerstream.validator.MinerBuilder.aMiner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.minerstream.avro.AlertState;
import io.minerstream.avro.HostingMiner;
import io.minerstream.avro.TelemetryAlert;
import io.minerstream.validator.TelemetryBuilder;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens to a whole site is one alert, and its end one resolution. */
class OutageTopologyTest {

    /** Of the reference job; elsewhere a tenth of them does. */
    private static final int MINERS = 6000;

    private static final int FEWER_MINERS = 600;

    private final ValidatorHarness harness = new ValidatorHarness(2);

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void shouldRaiseOneAlertAboutAnOutageAndOneResolution() {
        Scenario day = day(MINERS);
        day.telemetry.removeIf(reading -> reading.getMinerId() > 10
                && !reading.getRecordedAt().isBefore(day.at(2))
                && reading.getRecordedAt().isBefore(day.at(6)));
        harness.play(day);
        harness.passGracePeriod();

        assertThat(harness.verdicts()).hasSize(4);
        assertThat(changes())
                .containsExactly(
                        tuple("count/site/5", AlertState.FIRING, 5990, day.at(2), null),
                        // Two windows have two silent time points each.
                        tuple("silent_miner/site/5", AlertState.FIRING, 5990, day.at(2), null),
                        tuple("count/site/5", AlertState.RESOLVED, 5990, day.at(2), day.at(6)),
                        tuple("silent_miner/site/5", AlertState.RESOLVED, 5990, day.at(2), day.at(6)));
    }

    @Test
    void shouldRaiseOneAlertAboutValuesThatAreWrongEverywhere() {
        Scenario day = day(FEWER_MINERS);
        day.telemetry.replaceAll(reading -> reading.getRecordedAt().equals(day.at(3))
                ? TelemetryBuilder.aTelemetry()
                        .miner(reading.getMinerId())
                        .at(day.at(3))
                        .hashrate(500)
                        .build()
                : reading);
        harness.play(day);
        harness.passQuietPeriod();

        assertThat(harness.verdicts()).hasSize(4);
        assertThat(changes())
                .containsExactly(
                        tuple("range/hashrate/site/5", AlertState.FIRING, FEWER_MINERS, day.at(3), null),
                        tuple("range/hashrate/site/5", AlertState.RESOLVED, FEWER_MINERS, day.at(3), day.at(4)));
    }

    @Test
    void shouldRaiseAlertsOfMinersWhenFewOfASiteAreAffected() {
        Scenario day = day(FEWER_MINERS);
        day.telemetry.removeIf(
                reading -> reading.getMinerId() > 480 && reading.getRecordedAt().equals(day.at(2)));
        harness.play(day);
        harness.passGracePeriod();

        assertThat(harness.alerts())
                .extracting(TelemetryAlert::getState)
                .hasSize(240)
                .startsWith(AlertState.FIRING)
                .endsWith(AlertState.RESOLVED);
    }

    private static Scenario day(int miners) {
        List<HostingMiner> fleet = IntStream.rangeClosed(1, miners)
                .mapToObj(miner -> aMiner(miner).build())
                .toList();
        return new Scenario(Scenario.RUN, Scenario.MIDNIGHT, 8, fleet);
    }

    private List<Tuple> changes() {
        return harness.alerts().stream()
                .map(alert -> tuple(
                        alert.getFingerprint(),
                        alert.getState(),
                        alert.getMiners(),
                        alert.getStartsAt(),
                        alert.getResolvedAt()))
                .toList();
    }
}
