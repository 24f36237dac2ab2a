package io.minerstream.validator.topology;

import static io.minerstream.validator.MinerBuilder.aMiner;
import static io.minerstream.validator.TelemetryBuilder.aTelemetry;
import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.avro.HostingMiner;
import io.minerstream.avro.Rule;
import io.minerstream.avro.RuleFailures;
import io.minerstream.avro.StatusSummary;
import io.minerstream.avro.TelemetryAlert;
import io.minerstream.avro.WindowVerdict;
import io.minerstream.schemas.run.Interval;
import io.minerstream.schemas.run.RunHeader;
import io.minerstream.validator.TelemetryBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ValidatorTopologyPropertyTest {

    private static final List<String> STATUSES = List.of("active", "maintenance", "offline", "error", "odd");

    /** Enough for an alert, and for those that go on after a reading that another fault changed. */
    private static final int LASTING_POINTS = 12;

    /** What a tamperer does to one miner and hour; FROZEN and SILENT also to those after it. */
    enum Fault {
        MISSING,
        DUPLICATED,
        TRIPLED,
        OUT_OF_RANGE,
        NOT_A_NUMBER,
        NULL_TEMPERATURE,
        TEMPERATURE,
        AS_OFFLINE,
        OFF_CADENCE,
        UNKNOWN_MINER,
        FROZEN,
        SILENT
    }

    record FaultAt(Fault fault, int miner, int point) {}

    record StatusFrom(int miner, int point, int status) {}

    record Case(
            int intervalSeconds,
            int startPoint,
            int points,
            int miners,
            int windowHours,
            List<StatusFrom> changes,
            List<FaultAt> faults) {
        Scenario scenario() {
            List<HostingMiner> fleet = new ArrayList<>();
            for (int miner = 1; miner <= miners; miner++) {
                fleet.add(aMiner(miner)
                        .status(STATUSES.get(miner % STATUSES.size()))
                        .build());
            }
            RunHeader run = new RunHeader(Scenario.RUN, Duration.ofSeconds(intervalSeconds));
            Instant from = Scenario.MIDNIGHT.plus(run.interval().multipliedBy(startPoint));
            Scenario scenario = new Scenario(run, from, points, fleet);
            for (StatusFrom change : changes) {
                scenario.statusFrom(
                        1 + change.miner % miners,
                        change.point % points,
                        STATUSES.get(change.status % STATUSES.size()));
            }
            Set<String> touched = new TreeSet<>();
            for (FaultAt fault : faults) {
                int miner = 1 + fault.miner % miners;
                int point = fault.point % points;
                int last = fault.fault == Fault.FROZEN || fault.fault == Fault.SILENT
                        ? Math.min(point + LASTING_POINTS, points) - 1
                        : point;
                for (int touch = point; touch <= last; touch++) {
                    if (touched.add(miner + "@" + touch)) {
                        apply(fault.fault, scenario, miner, touch);
                    }
                }
            }
            return scenario;
        }

        private static void apply(Fault fault, Scenario scenario, int miner, int point) {
            switch (fault) {
                case MISSING, SILENT -> scenario.without(miner, point);
                case DUPLICATED -> scenario.duplicated(miner, point);
                case TRIPLED -> scenario.duplicated(miner, point).duplicated(miner, point);
                case OUT_OF_RANGE ->
                    scenario.changed(
                            miner, point, reading -> reading.hashrate(500).fan(9000));
                case NOT_A_NUMBER -> scenario.changed(miner, point, reading -> reading.power(Double.NaN));
                case NULL_TEMPERATURE -> scenario.changed(miner, point, reading -> reading.temperature(null));
                case TEMPERATURE -> scenario.changed(miner, point, reading -> reading.temperature(75.0));
                case OFF_CADENCE ->
                    scenario.changed(
                            miner,
                            point,
                            reading -> reading.at(scenario.at(point).plusMillis(500)));
                case AS_OFFLINE -> scenario.changed(miner, point, TelemetryBuilder::offline);
                case FROZEN -> scenario.stuck(miner, point);
                case UNKNOWN_MINER ->
                    scenario.with(
                            point,
                            aTelemetry()
                                    .miner(1000 + miner)
                                    .at(scenario.at(point))
                                    .build());
            }
        }
    }

    @Provide
    Arbitrary<Case> cases() {
        return Combinators.combine(
                        Arbitraries.of(3600, 3600, 300, 1, 7200),
                        Arbitraries.integers().between(0, 47),
                        Arbitraries.integers().between(1, 60),
                        Arbitraries.integers().between(1, 6),
                        Arbitraries.of(1, 6, 7, 24, 25, 48),
                        changes(),
                        faults(Fault.values()))
                .as(Case::new);
    }

    @Provide
    Arbitrary<Case> days() {
        Fault[] ofKnownMiners = Stream.of(Fault.values())
                .filter(fault -> fault != Fault.UNKNOWN_MINER)
                .toArray(Fault[]::new);
        return Combinators.combine(
                        Arbitraries.of(3600, 900, 7200),
                        Arbitraries.integers().between(1, 2),
                        Arbitraries.integers().between(1, 6),
                        changes(),
                        faults(ofKnownMiners))
                .as((seconds, days, miners, changes, faults) ->
                        new Case(seconds, 0, days * 86_400 / seconds, miners, 24, changes, faults));
    }

    private static Arbitrary<List<FaultAt>> faults(Fault... kinds) {
        return Combinators.combine(
                        Arbitraries.of(kinds),
                        Arbitraries.integers().between(0, 1000),
                        Arbitraries.integers().between(0, 1000))
                .as(FaultAt::new)
                .list()
                .ofMaxSize(8);
    }

    private static Arbitrary<List<StatusFrom>> changes() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 1000),
                        Arbitraries.integers().between(0, 1000),
                        Arbitraries.integers().between(0, 4))
                .as(StatusFrom::new)
                .list()
                .ofMaxSize(6);
    }

    @Provide
    Arbitrary<List<Integer>> picks() {
        return Arbitraries.integers().between(0, 2).list().ofMaxSize(300);
    }

    @Property(tries = 40)
    void shouldFindWhatTheNaiveModelFinds(@ForAll("cases") Case input) {
        Scenario scenario = input.scenario();
        try (ValidatorHarness harness = new ValidatorHarness(input.windowHours)) {
            harness.play(scenario);
            harness.passGracePeriod();
            assertFinds(harness, new NaiveModel(scenario, input.windowHours));
        }
    }

    /** Whole days, so that they are the windows of event time. */
    @Property(tries = 40)
    void shouldFindWhatTheNaiveModelFindsInReadingsWithoutRun(@ForAll("days") Case input) {
        Scenario scenario = input.scenario();
        // Nobody announces a day without any reading.
        Assume.that(scenario.telemetry.stream()
                        .map(reading -> reading.getRecordedAt().getEpochSecond() / 86_400)
                        .distinct()
                        .count()
                == scenario.points * (long) input.intervalSeconds / 86_400);
        EventTimeSettings settings = new EventTimeSettings(
                Duration.ZERO,
                new Interval(input.intervalSeconds),
                Map.of(),
                Duration.ofHours(1),
                ValidatorHarness.GRACE,
                Duration.ofMinutes(5));
        try (ValidatorHarness harness = new ValidatorHarness(settings)) {
            scenario.roster.forEach(harness::roster);
            scenario.telemetry.forEach(harness::foreignReading);
            // The second day ends now, and its grace an hour later.
            harness.driver.advanceWallClockTime(Duration.ofHours(2));
            assertFinds(harness, new NaiveModel(scenario, input.windowHours));
        }
    }

    private static void assertFinds(ValidatorHarness harness, NaiveModel model) {
        Map<String, List<String>> alerts = new TreeMap<>();
        harness.alerts().forEach(alert -> alerts.computeIfAbsent(alert.getFingerprint(), any -> new ArrayList<>())
                .add(text(alert)));
        List<WindowVerdict> verdicts = harness.verdicts();

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

    private static String text(TelemetryAlert alert) {
        String text = alert.getState() + " since " + alert.getStartsAt();
        return alert.getResolvedAt() == null ? text : text + " at " + alert.getResolvedAt();
    }

    private record Found(List<TelemetryAlert> alerts, List<WindowVerdict> verdicts) {}

    private static Found found(Case input, List<Integer> picks) {
        try (ValidatorHarness harness = new ValidatorHarness(input.windowHours)) {
            harness.play(input.scenario(), picks);
            harness.passQuietPeriod();
            harness.passGracePeriod();
            List<TelemetryAlert> alerts = new ArrayList<>(harness.alerts());
            // Readings whose roster is read are judged a moment earlier.
            alerts.forEach(alert -> alert.setRaisedAt(ValidatorHarness.NOW));
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
        Map<String, NaiveModel.Status> statuses = new TreeMap<>();
        for (StatusSummary status : verdict.getStatuses()) {
            statuses.put(
                    status.getStatus(),
                    new NaiveModel.Status(
                            status.getMiners(),
                            status.getRecords(),
                            status.getHashrate().getMin(),
                            status.getHashrate().getMax()));
        }
        return new NaiveModel.Expected(
                verdict.getWindowStart(),
                verdict.getMiners(),
                verdict.getMinersFailed(),
                verdict.getExpectedRecords(),
                verdict.getReceivedRecords(),
                verdict.getDuplicateRecords(),
                failures,
                statuses);
    }
}
