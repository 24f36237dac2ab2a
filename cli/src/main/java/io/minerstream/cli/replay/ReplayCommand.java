package io.minerstream.cli.replay;

import io.minerstream.cli.option.ConnectionOptions;
import io.minerstream.cli.option.HelpGroups;
import io.minerstream.cli.option.OutputOptions;
import io.minerstream.cli.option.RangeOptions;
import io.minerstream.cli.option.SiteOption;
import io.minerstream.cli.report.RegenerationDocument;
import io.minerstream.cli.report.RegenerationText;
import io.minerstream.cli.report.ReplayDocument;
import io.minerstream.cli.report.ReplayText;
import io.minerstream.cli.terminal.ExitCode;
import io.minerstream.cli.terminal.Progress;
import io.minerstream.cli.terminal.ReplayProgress;
import io.minerstream.cli.terminal.RunProgress;
import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.replay.Regeneration;
import io.minerstream.pipeline.replay.RegenerationOutcome;
import io.minerstream.pipeline.replay.RegenerationPlan;
import io.minerstream.pipeline.replay.Replay;
import io.minerstream.pipeline.replay.ReplayOutcome;
import io.minerstream.pipeline.replay.ReplayPlan;
import io.minerstream.pipeline.replay.ReplayTarget;
import io.minerstream.pipeline.verify.RunLookup;
import io.minerstream.schemas.run.RunId;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lands a run or a range again in the warehouse, from the topic or generated from its seed. */
@Command(name = "replay")
public final class ReplayCommand implements Callable<Integer> {

    @Option(names = "--run", paramLabel = "ID", order = HelpGroups.RANGE)
    private RunId run;

    @Mixin
    private RangeOptions range;

    @Mixin
    private SiteOption site;

    @Option(names = "--regenerate", order = HelpGroups.RUN)
    private boolean regenerate;

    @Option(names = "--dry-run", order = HelpGroups.RUN)
    private boolean dryRun;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        int siteId = site.orDefault();
        if (run != null && (range.isGiven() || range.interval().isPresent())) {
            throw PipelineException.usage(
                    "--from, --to, --hours, --interval: must not be combined with --run, which has its own range");
        }
        Connections connections = connection.resolve();
        ReplayTarget target = target(connections, siteId);
        return regenerate ? regenerate(connections, target) : readAgain(connections, target);
    }

    private int readAgain(Connections connections, ReplayTarget target) {
        Replay replay = new Replay(connections);
        ReplayPlan plan = replay.plan(target);
        if (dryRun) {
            output.print(ReplayDocument.of(plan), messages -> new ReplayText(messages).preview(plan));
            return exitCode(plan.findings().isEmpty());
        }
        ReplayOutcome outcome;
        try (ReplayProgress progress =
                new ReplayProgress(Progress.onStandardError(output.messages()), output.messages())) {
            outcome = replay.execute(plan, progress);
        }
        output.print(ReplayDocument.of(outcome), messages -> new ReplayText(messages).lines(outcome));
        return exitCode(outcome.passed());
    }

    private int regenerate(Connections connections, ReplayTarget target) {
        Regeneration regeneration = new Regeneration(connections, Clock.systemUTC());
        RegenerationPlan plan = regeneration.plan(target);
        if (dryRun) {
            output.print(RegenerationDocument.of(plan), messages -> new RegenerationText(messages).preview(plan));
            return exitCode(plan.findings().isEmpty());
        }
        RegenerationOutcome outcome;
        Progress progress = Progress.onStandardError(output.messages());
        try (RunProgress publishing = new RunProgress(progress, output.messages());
                ReplayProgress reading = new ReplayProgress(progress, output.messages())) {
            outcome = regeneration.execute(plan, publishing, reading);
        }
        output.print(RegenerationDocument.of(outcome), messages -> new RegenerationText(messages).lines(outcome));
        return exitCode(outcome.passed());
    }

    private static int exitCode(boolean passed) {
        return passed ? ExitCode.DONE : ExitCode.FAILED;
    }

    private ReplayTarget target(Connections connections, int siteId) {
        if (range.isGiven()) {
            Duration interval = range.interval()
                    .orElseGet(() -> new RunLookup(connections).latestInterval(siteId, range::mayTouch));
            return ReplayTarget.ofRange(connections, siteId, range.resolve(Clock.systemUTC(), interval));
        }
        return run == null ? ReplayTarget.ofLatest(connections, siteId) : ReplayTarget.ofRun(connections, run);
    }
}
