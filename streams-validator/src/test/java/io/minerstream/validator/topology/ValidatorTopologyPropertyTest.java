package io.minerstream.validator.topology;

import static io.minerstream.validator.MinerBuilder.aMiner;
import static io.minerstream.validator.TelemetryBuilder.aTelemetry;
import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.avro.HostingMiner;
import io.minerstream.avro.Rule;
import io.minerstream.avro.RuleFailures;
import io.minerstream.avro.TelemetryAlert;
import io.minerstream.avro.WindowVerdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ValidatorTopologyPropertyTest {

    private static final List<String> STATUSES = List.of("active", "maintenance", "offline", "error", "odd");

    /** What a tamperer does to one miner and hour. */
    enum Fault {
        MISSING,
        DOUBLED,
        TRIPLED,
        OUT_OF_RANGE,
        NOT_A_NUMBER,
        NULL_TEMPERATURE,
        TEMPERATURE,
        OFF_HOUR,
        UNKNOWN_MINER
    }

    record FaultAt(Fault fault, int miner, int hour) {}

    record Case(int startHour, int hours, int miners, int windowHours, List<FaultAt> faults) {
        Scenario scenario() {
            List<HostingMiner> fleet = new ArrayList<>();
            for (int miner = 1; miner <= miners; miner++) {
                fleet.add(aMiner(miner)
                        .status(STATUSES.get(miner % STATUSES.size()))
                        .build());
            }
            Instant from = Scenario.MIDNIGHT.plus(Duration.ofHours(startHour));
            Scenario scenario = new Scenario(Scenario.RUN, from, hours, fleet);
            Set<String> touched = new TreeSet<>();
            for (FaultAt fault : faults) {
                int miner = 1 + fault.miner % miners;
                int hour = fault.hour % hours;
                if (touched.add(miner + "@" + hour)) {
                    apply(fault.fault, scenario, miner, hour);
                }
            }
            return scenario;
        }

        private static void apply(Fault fault, Scenario scenario, int miner, int hour) {
            switch (fault) {
                case MISSING -> scenario.without(miner, hour);
                case DOUBLED -> scenario.doubled(miner, hour);
                case TRIPLED -> scenario.doubled(miner, hour).doubled(miner, hour);
                case OUT_OF_RANGE ->
                    scenario.changed(
                            miner, hour, reading -> reading.hashrate(500).fan(9000));
                case NOT_A_NUMBER -> scenario.changed(miner, hour, reading -> reading.power(Double.NaN));
                case NULL_TEMPERATURE -> scenario.changed(miner, hour, reading -> reading.temperature(null));
                case TEMPERATURE -> scenario.changed(miner, hour, reading -> reading.temperature(75.0));
                case OFF_HOUR ->
                    scenario.changed(
                            miner, hour, reading -> reading.at(scenario.at(hour).plusSeconds(1)));
                case UNKNOWN_MINER ->
                    scenario.with(
                            hour,
                            aTelemetry()
                                    .miner(1000 + miner)
                                    .at(scenario.at(hour))
                                    .build());
            }
        }
    }

    @Provide
    Arbitrary<Case> cases() {
        Arbitrary<FaultAt> fault = Combinators.combine(
                        Arbitraries.of(Fault.values()),
                        Arbitraries.integers().between(0, 1000),
                        Arbitraries.integers().between(0, 1000))
                .as(FaultAt::new);
        return Combinators.combine(
                        Arbitraries.integers().between(0, 47),
                        Arbitraries.integers().between(1, 60),
                        Arbitraries.integers().between(1, 6),
                        Arbitraries.of(1, 6, 7, 24, 25, 48),
                        fault.list().ofMaxSize(8))
                .as(Case::new);
    }

    @Provide
    Arbitrary<List<Integer>> picks() {
        return Arbitraries.integers().between(0, 2).list().ofMaxSize(300);
    }

    @Property(tries = 40)
    void shouldFindWhatTheNaiveModelFinds(@ForAll("cases") Case input) {
        Scenario scenario = input.scenario();
        NaiveModel model = new NaiveModel(scenario, input.windowHours);
        Map<String, Integer> alerts = new TreeMap<>();
        List<WindowVerdict> verdicts;
        try (ValidatorHarness harness = new ValidatorHarness(input.windowHours)) {
            harness.play(scenario);
            harness.passSettleTime();
            harness.alerts().forEach(alert -> alerts.merge(alert.getFingerprint(), 1, Integer::sum));
            verdicts = harness.verdicts();
        }

        assertThat(alerts).isEqualTo(model.alerts);
        assertThat(verdicts.stream().map(ValidatorTopologyPropertyTest::summary).toList())
                .isEqualTo(model.verdicts);
        assertThat(verdicts).allSatisfy(verdict -> assertThat(verdict.getPassed())
                .isEqualTo(verdict.getFailures().isEmpty()));
    }

    @Property(tries = 40)
    void shouldFindTheSameWhateverTheInterleavingOfTheInputs(
            @ForAll("cases") Case input, @ForAll("picks") List<Integer> picks) {
        assertThat(found(input, picks)).isEqualTo(found(input, List.of()));
    }

    private record Found(List<TelemetryAlert> alerts, List<WindowVerdict> verdicts) {}

    private static Found found(Case input, List<Integer> picks) {
        try (ValidatorHarness harness = new ValidatorHarness(input.windowHours)) {
            harness.play(input.scenario(), picks);
            harness.passQuietTime();
            harness.passSettleTime();
            List<TelemetryAlert> alerts = new ArrayList<>(harness.alerts());
            alerts.sort(Comparator.comparing(TelemetryAlert::getFingerprint)
                    .thenComparing(alert -> alert.getTimePoints().toString())
                    .thenComparing(TelemetryAlert::getMessage)
                    .thenComparing(alert -> String.valueOf(alert.getFirstEvidence())));
            List<WindowVerdict> verdicts = new ArrayList<>(harness.verdicts());
            verdicts.sort(Comparator.comparing(WindowVerdict::getWindowStart));
            return new Found(alerts, verdicts);
        }
    }

    private static NaiveModel.Expected summary(WindowVerdict verdict) {
        Map<Rule, Set<Integer>> failures = new TreeMap<>();
        for (RuleFailures failure : verdict.getFailures()) {
            failures.put(failure.getRule(), new TreeSet<>(failure.getExamples()));
            assertThat(failure.getMiners()).isEqualTo(failure.getExamples().size());
        }
        return new NaiveModel.Expected(
                verdict.getWindowStart(),
                verdict.getMiners(),
                verdict.getMinersFailed(),
                verdict.getExpectedRecords(),
                verdict.getReceivedRecords(),
                verdict.getDuplicateRecords(),
                failures);
    }
}
