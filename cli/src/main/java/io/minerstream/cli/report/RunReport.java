package io.minerstream.cli.report;

import io.minerstream.pipeline.embedded.StackSummary;
import io.minerstream.pipeline.run.RunOutcome;
import io.minerstream.pipeline.strategy.StrategyOutcome;
import java.time.Duration;
import java.util.Optional;

/**
 * The result of a run, for people or programs.
 *
 * @param command command that did it: {@code demo} or {@code generate}
 * @param outcome what became of the run
 * @param stack the embedded stack that the command started; empty for none
 * @param strategies what became of the curtailment strategies; empty when the command does not seed them
 * @param elapsed time of the whole command
 */
public record RunReport(
        String command,
        RunOutcome outcome,
        Optional<StackSummary> stack,
        Optional<StrategyOutcome> strategies,
        Duration elapsed) {

    /** Whether every check that was made passed. */
    public boolean passed() {
        return outcome.passed() && strategies.map(StrategyOutcome::passed).orElse(true);
    }
}
