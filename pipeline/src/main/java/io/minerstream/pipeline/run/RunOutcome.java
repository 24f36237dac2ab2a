package io.minerstream.pipeline.run;

import io.minerstream.avro.WindowVerdict;
import io.minerstream.connect.warehouse.CheckReport;
import io.minerstream.producer.publish.RunResult;
import io.minerstream.producer.run.RunSpec;
import java.util.List;
import java.util.Optional;

/**
 * Result of a run on its way to the warehouse.
 *
 * @param spec of the run
 * @param published result of the producer
 * @param stages measured steps, in order
 * @param followed whether verdict and rows were waited for where their parts are known
 * @param verdicts of the stream validator, by window; empty when none was waited for
 * @param alerts alerts of the run, at least 0
 * @param warehouse of the checks in SQL; empty when no warehouse is known or nothing was waited for
 */
public record RunOutcome(
        RunSpec spec,
        RunResult published,
        List<Stage> stages,
        boolean followed,
        List<WindowVerdict> verdicts,
        long alerts,
        Optional<CheckReport> warehouse) {

    public RunOutcome {
        stages = List.copyOf(stages);
        verdicts = List.copyOf(verdicts);
    }

    /** Of a run that was not followed. */
    static RunOutcome committed(RunSpec spec, RunResult published, Stage publishing) {
        return new RunOutcome(spec, published, List.of(publishing), false, List.of(), 0, Optional.empty());
    }

    /** Whether no verdict and no check failed. */
    public boolean passed() {
        return verdicts.stream().allMatch(WindowVerdict::getPassed)
                && warehouse.map(CheckReport::passed).orElse(true);
    }
}
