package io.minerstream.cli.generate;

import io.minerstream.cli.option.CommitOptions;
import io.minerstream.cli.option.ConnectionOptions;
import io.minerstream.cli.option.ForceOption;
import io.minerstream.cli.option.HelpGroups;
import io.minerstream.cli.option.OutputOptions;
import io.minerstream.cli.option.RangeOptions;
import io.minerstream.cli.option.RunFleetOptions;
import io.minerstream.cli.option.RunOptions;
import io.minerstream.cli.option.SendingOptions;
import io.minerstream.cli.option.TopicOptions;
import io.minerstream.cli.report.RunDocument;
import io.minerstream.cli.report.RunPreviewDocument;
import io.minerstream.cli.report.RunPreviewText;
import io.minerstream.cli.report.RunReport;
import io.minerstream.cli.report.RunReportText;
import io.minerstream.cli.terminal.ExitCode;
import io.minerstream.cli.terminal.Progress;
import io.minerstream.cli.terminal.RunProgress;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.run.Pipeline;
import io.minerstream.pipeline.run.RunOutcome;
import io.minerstream.pipeline.run.RunRequest;
import io.minerstream.pipeline.setup.TopicSettings;
import io.minerstream.producer.preflight.RunPreview;
import io.minerstream.producer.run.RunSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Generates telemetry into Kafka and follows it to the warehouse. */
@Command(name = "generate")
public final class GenerateCommand implements Callable<Integer> {

    @Mixin
    private RunOptions run;

    @Mixin
    private CommitOptions commit;

    @Mixin
    private RangeOptions range;

    @Mixin
    private RunFleetOptions fleetOptions;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private OutputOptions output;

    @Mixin
    private ForceOption force;

    @Option(names = "--no-wait", order = HelpGroups.RUN)
    private boolean noWait;

    @Mixin
    private SendingOptions sending;

    @Option(names = "--dry-run", order = HelpGroups.RUN)
    private boolean dryRun;

    @Mixin
    private TopicOptions newTopics;

    @Override
    public Integer call() {
        long start = System.nanoTime();
        Clock clock = Clock.systemUTC();
        TopicSettings topics = newTopics.settings();
        RunSpec asked = run.spec(range.resolve(clock), commit.policy(), force.isGiven(), sending.shard());
        int threads = sending.threads();
        Connections connections = connection.resolve();
        boolean follow = !noWait && sending.shard().isAll();
        Pipeline pipeline = new Pipeline(connections, clock, sending.rate(), threads);
        RunRequest request =
                pipeline.request(() -> fleetOptions.load(connections, run.siteId(), run.seed()), asked, follow);
        if (dryRun) {
            return preview(pipeline.preview(request, topics));
        }
        pipeline.prepare(request, topics);
        RunOutcome outcome;
        try (RunProgress progress = new RunProgress(Progress.onStandardError(output.messages()), output.messages())) {
            outcome = pipeline.execute(request, progress);
        }
        RunReport report = new RunReport(
                "generate", outcome, Optional.empty(), Optional.empty(), Duration.ofNanos(System.nanoTime() - start));
        output.print(RunDocument.of(report), messages -> new RunReportText(report, messages).lines());
        return report.passed() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private int preview(RunPreview preview) {
        output.print(RunPreviewDocument.of(preview), messages -> new RunPreviewText(preview, messages).lines());
        return preview.findings().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }
}
