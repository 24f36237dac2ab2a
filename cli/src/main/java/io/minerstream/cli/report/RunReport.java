package io.minerstream.cli.report;

import io.minerstream.cli.terminal.OutputOptions;
import io.minerstream.pipeline.embedded.StackSummary;
import io.minerstream.pipeline.run.RunOutcome;
import io.minerstream.pipeline.strategy.StrategyOutcome;
import java.io.PrintWriter;
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
 * @param followed whether verdict and rows were waited for, where possible
 */
public record RunReport(
        String command,
        RunOutcome outcome,
        Optional<StackSummary> stack,
        Optional<StrategyOutcome> strategies,
        Duration elapsed,
        boolean followed) {

    /** Whether no judgement that was made failed. */
    public boolean passed() {
        return outcome.passed() && strategies.map(StrategyOutcome::passed).orElse(true);
    }

    /** Prints the result in the form and language that the user chose. */
    public void print(PrintWriter out, OutputOptions options) {
        if (options.json()) {
            out.println(JsonOutput.write(RunReportJson.of(this)));
        } else {
            new RunReportText(this, options.locale()).lines().forEach(out::println);
        }
        out.flush();
    }
}
