package io.minerstream.cli.report;

import io.minerstream.avro.AlertState;
import io.minerstream.avro.Evidence;
import io.minerstream.avro.Rule;
import io.minerstream.avro.RuleFailures;
import io.minerstream.avro.Severity;
import io.minerstream.avro.TelemetryAlert;
import io.minerstream.connect.warehouse.Check;
import io.minerstream.connect.warehouse.CheckReport;
import io.minerstream.connect.warehouse.CheckResult;
import io.minerstream.connect.warehouse.CheckResult.Outcome;
import io.minerstream.pipeline.fault.Difference;
import io.minerstream.pipeline.fault.DrillOutcome;
import io.minerstream.pipeline.fault.DrillPhase;
import io.minerstream.pipeline.fault.FaultPlan;
import io.minerstream.pipeline.fault.FaultPlan.Reading;
import io.minerstream.pipeline.run.RunOutcome;
import io.minerstream.producer.replay.ReplayResult;
import io.minerstream.producer.run.CommitPolicy;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.schemas.run.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A drill, with every field of its JSON filled. */
final class DrillSamples {

    static final Instant HOT_AT = SampleResults.MIDNIGHT.plus(Duration.ofHours(22));
    static final FaultPlan PLAN = new FaultPlan(reading(17, 6), reading(4711, 5), new Reading(99, HOT_AT));
    static final RunSpec FAULTY = SampleResults.spec(SampleResults.DAY, CommitPolicy.AUTO);
    static final RunSpec REPAIR = FAULTY.forced(new RunId("prwz525j"));

    private DrillSamples() {}

    private static Reading reading(int miner, int hour) {
        return new Reading(miner, SampleResults.MIDNIGHT.plus(Duration.ofHours(hour)));
    }

    static TelemetryAlert hot(AlertState state) {
        Evidence evidence = new Evidence("miner-telemetry", 1, 2294L);
        return TelemetryAlert.newBuilder()
                .setFingerprint("range/temperature/miner/99")
                .setRule(Rule.RANGE)
                .setMetric("temperature")
                .setSeverity(Severity.CRITICAL)
                .setState(state)
                .setSiteId(5)
                .setMinerId(99)
                .setRunId(SampleResults.RUN.text())
                .setWindowStart(SampleResults.DAY.from())
                .setWindowEnd(SampleResults.DAY.to())
                .setTimePoints(List.of(HOT_AT))
                .setExpected(1.0)
                .setObserved(125.0)
                .setLowerLimit(65.0)
                .setUpperLimit(85.0)
                .setMessage("miner 99: temperature must be 65 to 85 degC while active, got 125 at " + HOT_AT)
                .setFirstEvidence(evidence)
                .setLastEvidence(evidence)
                .setRaisedAt(HOT_AT)
                .setStartsAt(HOT_AT)
                .setResolvedAt(HOT_AT)
                .build();
    }

    static DrillPhase faulty() {
        return phase(
                FAULTY,
                AlertState.FIRING,
                List.of(new RuleFailures(Rule.RANGE, 1, List.of(99))),
                new ReplayResult(144, 143, 142, 1, 0, 1, List.of()),
                Outcome.FAIL);
    }

    static DrillPhase repaired() {
        return phase(
                REPAIR,
                AlertState.RESOLVED,
                List.of(),
                new ReplayResult(144, 144, 144, 0, 0, 0, List.of()),
                Outcome.PASS);
    }

    private static DrillPhase phase(
            RunSpec spec, AlertState state, List<RuleFailures> failures, ReplayResult rows, Outcome outcome) {
        RunOutcome run = new RunOutcome(
                spec,
                SampleResults.demo().outcome().published(),
                List.of(),
                true,
                List.of(SampleResults.verdict(failures.isEmpty(), failures)),
                failures.size(),
                Optional.of(new CheckReport(
                        5,
                        SampleResults.DAY,
                        6,
                        rows.found(),
                        List.of(
                                new CheckResult(Check.RECORD_COUNT, outcome, 1, List.of()),
                                new CheckResult(Check.CADENCE, outcome, 1, List.of()),
                                new CheckResult(Check.UNIQUENESS, Outcome.PASS, 0, List.of())),
                        List.of())));
        return new DrillPhase(run, List.of(hot(state)), Optional.of(rows));
    }

    static DrillOutcome passed() {
        return new DrillOutcome(PLAN, faulty(), repaired(), List.of());
    }

    static DrillOutcome failed() {
        return new DrillOutcome(
                PLAN,
                faulty(),
                repaired(),
                List.of(
                        new Difference(Difference.Kind.ALERT, "-", "FIRING late/miner/17"),
                        new Difference(Difference.Kind.VERDICT, "{}", "{LATE=1}"),
                        new Difference(Difference.Kind.ROWS, "missing=0", "missing=1")));
    }
}
