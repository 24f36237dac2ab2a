package io.minerstream.validator.topology;

import static io.minerstream.validator.MinerBuilder.aMiner;
import static io.minerstream.validator.TelemetryBuilder.aTelemetry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.minerstream.avro.HostingMiner;
import io.minerstream.avro.Rule;
import io.minerstream.avro.Severity;
import io.minerstream.avro.TelemetryAlert;
import io.minerstream.schemas.miner.Metric;
import io.minerstream.schemas.miner.MinerStatus;
import io.minerstream.schemas.miner.OperatingRange;
import io.minerstream.validator.policy.GroupPolicy;
import io.minerstream.validator.policy.Length;
import io.minerstream.validator.policy.MinerPolicy;
import io.minerstream.validator.policy.Policies;
import io.minerstream.validator.policy.PolicyChange;
import io.minerstream.validator.policy.PolicyOverride;
import io.minerstream.validator.policy.RuleChange;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Limits, severities and times of alerts that are not the built-in ones, for all miners and for some. */
class PolicyTopologyTest {

    private static final List<HostingMiner> FLEET = List.of(
            aMiner(1).model("Antminer S19").build(),
            aMiner(2).model("Antminer S21").build(),
            aMiner(3).build());

    private static final RuleChange OFF = new RuleChange(false, null, null, null, null, null, null);

    private ValidatorHarness harness;

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void shouldJudgeByTheLimitsOfTheModel() {
        start(override(Set.of(), Set.of("antminer s19"), temperature(65, 90)));

        playWithTemperature(88);

        assertThat(harness.alerts())
                .extracting(TelemetryAlert::getMinerId, TelemetryAlert::getUpperLimit)
                .containsExactly(tuple(2, 85.0), tuple(3, 85.0));
    }

    @Test
    void shouldJudgeByTheLastOverrideOfTheSite() {
        start(
                override(Set.of(5, 7), Set.of(), temperature(65, 90)),
                override(Set.of(), Set.of("Antminer S21"), temperature(65, 80)),
                override(Set.of(6), Set.of("Antminer S19"), temperature(65, 70)));

        playWithTemperature(88);

        assertThat(harness.alerts())
                .extracting(TelemetryAlert::getMinerId, TelemetryAlert::getUpperLimit)
                .containsExactly(tuple(2, 80.0));
    }

    @Test
    void shouldJudgeByTheModelOfTheTimeOfTheReading() {
        start(override(Set.of(), Set.of("Antminer S19"), temperature(65, 90)));
        Scenario day = new Scenario(Scenario.RUN, Scenario.MIDNIGHT, 24, FLEET.subList(0, 1));
        day.changed(1, 5, reading -> reading.temperature(88.0));
        day.changed(1, 15, reading -> reading.temperature(88.0));
        day.roster.add(new RosterRecord(aMiner(1).model("Antminer S21").build(), day.at(10)));
        harness.play(day);
        harness.passQuietPeriod();

        assertThat(harness.fired()).extracting(TelemetryAlert::getStartsAt).containsExactly(day.at(15));
    }

    @Test
    void shouldPutTheSeverityOfTheSiteIntoTheAlert() {
        start(override(
                Set.of(5),
                Set.of(),
                rule(Rule.RANGE, new RuleChange(null, Severity.WARNING, null, null, null, null, null))));

        playWithTemperature(88);

        assertThat(harness.alerts())
                .hasSize(3)
                .extracting(TelemetryAlert::getSeverity)
                .containsOnly(Severity.WARNING);
    }

    @Test
    void shouldWaitBeforeAnAlertFiresAsTheRuleSays() {
        start(override(
                Set.of(5),
                Set.of("Antminer S19"),
                rule(Rule.RANGE, new RuleChange(null, null, Length.ofIntervals(2), null, Length.NONE, null, null))));
        Scenario day = new Scenario(Scenario.RUN, Scenario.MIDNIGHT, 24, FLEET.subList(0, 1));
        for (int hour = 3; hour < 6; hour++) {
            day.changed(1, hour, reading -> reading.temperature(88.0));
        }
        harness.play(day);
        harness.passQuietPeriod();

        assertThat(harness.alerts())
                .extracting(alert -> alert.getState().name(), alert -> alert.getTimePoints()
                        .get(0))
                .containsExactly(tuple("PENDING", day.at(3)), tuple("FIRING", day.at(5)), tuple("RESOLVED", day.at(5)));
    }

    @Test
    void shouldNeitherRaiseNorFailByARuleThatIsOff() {
        Map<Rule, RuleChange> allOff =
                Arrays.stream(Rule.values()).collect(Collectors.toMap(Function.identity(), rule -> OFF));
        start(override(Set.of(5), Set.of(), new PolicyChange(Map.of(), allOff)));
        Scenario day = new Scenario(Scenario.RUN, Scenario.MIDNIGHT, 24, FLEET)
                .without(1, 4)
                .duplicated(2, 7)
                .changed(3, 9, reading -> reading.hashrate(500))
                .changed(3, 10, reading -> reading.temperature(null));
        day.with(8, aTelemetry().miner(99).at(day.at(8)).build());
        day.with(9, aTelemetry().miner(1).at(day.at(8).plusSeconds(1)).build());
        harness.play(day);
        harness.passGracePeriod();
        harness.reading(Scenario.RUN, day.telemetry.get(0));

        assertThat(harness.alerts()).isEmpty();
        assertThat(harness.onlyVerdict()).satisfies(verdict -> {
            assertThat(verdict.getPassed()).isTrue();
            assertThat(verdict.getFailures()).isEmpty();
            assertThat(verdict.getMinersFailed()).isZero();
        });
    }

    @Test
    void shouldGroupAlertsFromTheConfiguredNumberOfMinersOnUnderTheirHighestSeverity() {
        harness = harness(new Policies(
                MinerPolicy.DEFAULT,
                List.of(override(
                        Set.of(),
                        Set.of("Antminer S19", "Antminer S21"),
                        rule(Rule.RANGE, new RuleChange(null, Severity.WARNING, null, null, null, null, null)))),
                new GroupPolicy(0.5, 2, Duration.ofSeconds(1), Duration.ofMinutes(2))));

        playWithTemperature(88);

        assertThat(harness.fired())
                .extracting(TelemetryAlert::getFingerprint, TelemetryAlert::getMiners, TelemetryAlert::getSeverity)
                .containsExactly(tuple("range/temperature/site/5", 3, Severity.CRITICAL));
    }

    private void start(PolicyOverride... overrides) {
        harness = harness(new Policies(MinerPolicy.DEFAULT, Arrays.asList(overrides), GroupPolicy.DEFAULT));
    }

    private static ValidatorHarness harness(Policies policies) {
        return new ValidatorHarness(Duration.ofHours(24), StateBounds.DEFAULT, EventTimeSettings.DEFAULT, policies);
    }

    /** In the last hour, so that nothing resolves. */
    private void playWithTemperature(double temperatureC) {
        Scenario day = new Scenario(Scenario.RUN, Scenario.MIDNIGHT, 24, FLEET);
        for (HostingMiner miner : FLEET) {
            day.changed(miner.getMinerId(), 23, reading -> reading.temperature(temperatureC));
        }
        harness.play(day);
        harness.passQuietPeriod();
        harness.driver.advanceWallClockTime(Duration.ofSeconds(2));
    }

    private static PolicyOverride override(Set<Integer> sites, Set<String> models, PolicyChange change) {
        return new PolicyOverride(sites, models, change);
    }

    private static PolicyChange temperature(double min, double max) {
        return new PolicyChange(
                Map.of(MinerStatus.ACTIVE, Map.of(Metric.TEMPERATURE, new OperatingRange(min, max))), Map.of());
    }

    private static PolicyChange rule(Rule rule, RuleChange change) {
        return new PolicyChange(Map.of(), Map.of(rule, change));
    }
}
