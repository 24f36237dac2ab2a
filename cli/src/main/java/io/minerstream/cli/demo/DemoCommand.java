package io.minerstream.cli.demo;

import io.minerstream.cli.option.CommitOptions;
import io.minerstream.cli.option.HelpGroups;
import io.minerstream.cli.option.OutputOptions;
import io.minerstream.cli.option.RangeOptions;
import io.minerstream.cli.option.RunOptions;
import io.minerstream.cli.option.SyntheticFleetOptions;
import io.minerstream.cli.report.FaultsDocument;
import io.minerstream.cli.report.FaultsText;
import io.minerstream.cli.report.InspectionCommands;
import io.minerstream.cli.report.Messages;
import io.minerstream.cli.report.RunDocument;
import io.minerstream.cli.report.RunReport;
import io.minerstream.cli.report.RunReportText;
import io.minerstream.cli.terminal.ExitCode;
import io.minerstream.cli.terminal.Progress;
import io.minerstream.cli.terminal.RunProgress;
import io.minerstream.cli.terminal.StackProgress;
import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.Scope;
import io.minerstream.pipeline.Teardown;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.embedded.EmbeddedPipeline;
import io.minerstream.pipeline.fault.DrillOutcome;
import io.minerstream.pipeline.fault.FaultDrill;
import io.minerstream.pipeline.fault.FaultPlan;
import io.minerstream.pipeline.fleet.FleetLoading;
import io.minerstream.pipeline.fleet.FleetSeeding;
import io.minerstream.pipeline.run.Pipeline;
import io.minerstream.pipeline.run.RunOutcome;
import io.minerstream.pipeline.run.RunRequest;
import io.minerstream.pipeline.strategy.StrategyOutcome;
import io.minerstream.pipeline.strategy.StrategySeeding;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.producer.run.Shard;
import io.minerstream.producer.strategy.StrategySet;
import io.minerstream.stack.StackConfig;
import io.minerstream.validator.policy.Policies;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The whole pipeline once, on a temporary embedded stack. */
@Command(name = "demo")
public final class DemoCommand implements Callable<Integer> {

    /** A tenth of the reference job: two runs, of which nothing but their faults is looked at. */
    private static final int DRILL_MINERS = 600;

    /** Shorter than the default: what is withheld does not come. */
    private static final Duration DRILL_GRACE = Duration.ofSeconds(2);

    @Spec
    private CommandSpec spec;

    @Mixin
    private RunOptions run;

    @Mixin
    private CommitOptions commit;

    @Mixin
    private RangeOptions range;

    @Mixin
    private SyntheticFleetOptions fleetOptions;

    @Mixin
    private OutputOptions output;

    @Option(names = "--faults", order = HelpGroups.RUN)
    private boolean faults;

    @Option(names = "--keep", order = HelpGroups.RUN)
    private boolean keep;

    @Override
    public Integer call() throws Exception {
        long start = System.nanoTime();
        Clock clock = Clock.systemUTC();
        RunSpec runSpec = run.spec(range.resolve(clock), commit.policy(), false, Shard.ALL);
        int defaultMiners = faults ? DRILL_MINERS : SyntheticFleetOptions.DEFAULT_MINERS;
        Fleet synthetic =
                fleetOptions.synthetic(run.siteId(), run.seed(), defaultMiners).load();
        FaultPlan plan = faults ? plan(synthetic, runSpec) : null;
        Messages messages = output.messages();
        Progress progress = Progress.onStandardError(messages);
        progress.say(messages.text("demo.starting"));
        try (StackProgress shown = new StackProgress(progress, messages);
                Teardown teardown = new Teardown(() -> progress.say("stopping ..."))) {
            EmbeddedPipeline pipeline = EmbeddedPipeline.start(
                    StackConfig.temporary(Path.of(System.getProperty("java.io.tmpdir"))),
                    faults ? DRILL_GRACE : EmbeddedPipeline.GRACE_PERIOD,
                    Policies.DEFAULT,
                    connections -> {
                        progress.say(messages.text("demo.fleet", synthetic.size()));
                        FleetSeeding.seed(connections, synthetic);
                    },
                    shown,
                    teardown);
            boolean passed = pipeline.during(() -> {
                Fleet fleet = FleetLoading.fromDatabase(pipeline.connections(), run.siteId());
                return faults
                        ? drill(pipeline, fleet, runSpec, plan, progress, start)
                        : run(pipeline, fleet, runSpec, progress, start);
            });
            if (keep) {
                keep(pipeline);
            }
            return passed ? ExitCode.DONE : ExitCode.FAILED;
        }
    }

    private static FaultPlan plan(Fleet fleet, RunSpec spec) {
        return PipelineException.valid(
                "--faults: ", () -> FaultPlan.of(fleet, FaultDrill.lastWindow(spec.range()), spec.seed()));
    }

    private boolean drill(
            EmbeddedPipeline pipeline,
            Fleet fleet,
            RunSpec runSpec,
            FaultPlan plan,
            Progress progress,
            long startNanos) {
        output.show(messages -> new FaultsText(messages).start(pipeline.summary(), fleet, runSpec, plan));
        DrillOutcome outcome;
        try (DrillOutput shown = new DrillOutput(progress, output)) {
            outcome = new FaultDrill(pipeline.connections(), Clock.systemUTC(), plan).execute(fleet, runSpec, shown);
        }
        Duration elapsed = since(startNanos);
        output.print(FaultsDocument.of(outcome, pipeline.summary(), elapsed), messages -> new FaultsText(messages)
                .result(outcome, elapsed));
        return outcome.passed();
    }

    private static Duration since(long startNanos) {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    private boolean run(EmbeddedPipeline pipeline, Fleet fleet, RunSpec runSpec, Progress progress, long startNanos) {
        progress.say(output.messages()
                .text("demo.run", (long) fleet.size() * runSpec.range().timePoints()));
        RunOutcome outcome;
        StrategyOutcome strategies;
        try (Scope scope = new Scope()) {
            Scope.Work<StrategyOutcome> seeding =
                    scope.ask("minerstream-strategies", () -> seedStrategies(pipeline.connections()));
            try (RunProgress shown = new RunProgress(progress, output.messages())) {
                outcome = new Pipeline(pipeline.connections(), Clock.systemUTC())
                        .execute(new RunRequest(fleet, runSpec, true), shown);
            }
            strategies = seeding.join();
        }
        RunReport report = new RunReport(
                "demo", outcome, Optional.of(pipeline.summary()), Optional.of(strategies), since(startNanos));
        output.print(RunDocument.of(report), messages -> new RunReportText(report, messages).lines());
        if (report.passed()) {
            output.show(InspectionCommands::next);
        }
        return report.passed();
    }

    private StrategyOutcome seedStrategies(Connections connections) {
        StrategySeeding seeding = new StrategySeeding(connections);
        return seeding.check(run.siteId(), Optional.of(seeding.seed(StrategySet.defaults(run.siteId()), false)));
    }

    private void keep(EmbeddedPipeline pipeline) {
        PrintWriter err = spec.commandLine().getErr();
        err.println();
        err.println(output.messages().text("demo.keep"));
        InspectionCommands.lines(pipeline.summary().endpoints()).forEach(err::println);
        pipeline.awaitExit();
    }
}
