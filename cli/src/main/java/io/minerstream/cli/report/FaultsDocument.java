package io.minerstream.cli.report;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.minerstream.connect.warehouse.CheckReport;
import io.minerstream.pipeline.embedded.StackSummary;
import io.minerstream.pipeline.fault.Difference;
import io.minerstream.pipeline.fault.DrillOutcome;
import io.minerstream.pipeline.fault.DrillPhase;
import io.minerstream.pipeline.fault.FaultPlan;
import io.minerstream.producer.replay.ReplayResult;
import io.minerstream.validator.AlertDocument;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The JSON of a drill. */
public record FaultsDocument(
        boolean success,
        FaultPlan faults,
        Phase faulty,
        Phase repaired,
        List<Difference> differences,
        StackSummary stack,
        Duration elapsedSeconds) {

    /** One of its runs. */
    record Phase(
            @JsonUnwrapped RunIdentity run,
            RunDocument.Verdict verdict,
            Optional<CheckReport> checks,
            Optional<ReplayResult> rows,
            List<AlertDocument> alerts) {

        static Phase of(DrillPhase phase) {
            return new Phase(
                    RunIdentity.of(phase.run().spec()),
                    RunDocument.Verdict.of(phase.run().verdicts(), phase.run().alerts()),
                    phase.run().warehouse(),
                    phase.rows(),
                    phase.alerts().stream().map(AlertDocument::of).toList());
        }
    }

    /** The document of a drill. */
    public static FaultsDocument of(DrillOutcome outcome, StackSummary stack, Duration elapsed) {
        return new FaultsDocument(
                outcome.passed(),
                outcome.plan(),
                Phase.of(outcome.faulty()),
                Phase.of(outcome.repaired()),
                outcome.differences(),
                stack,
                elapsed);
    }
}
