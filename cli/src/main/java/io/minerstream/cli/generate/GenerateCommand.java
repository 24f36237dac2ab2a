package io.minerstream.cli.generate;

import io.minerstream.cli.ExitCode;
import io.minerstream.cli.connection.ConnectionOptions;
import io.minerstream.cli.connection.TopicOptions;
import io.minerstream.cli.range.RangeOptions;
import io.minerstream.cli.report.JsonOutput;
import io.minerstream.cli.report.RunPreviewJson;
import io.minerstream.cli.report.RunPreviewText;
import io.minerstream.cli.report.RunReport;
import io.minerstream.cli.terminal.OutputOptions;
import io.minerstream.cli.terminal.Progress;
import io.minerstream.cli.terminal.RunProgress;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.run.Pipeline;
import io.minerstream.pipeline.run.RunOutcome;
import io.minerstream.pipeline.setup.Preparation;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.pacing.RateProfile;
import io.minerstream.producer.publish.RunPreview;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.producer.run.Shard;
import io.minerstream.schemas.topic.TopicCatalog;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Generates telemetry into Kafka, and follows it into the warehouse. */
@Command(
        name = "generate",
        mixinStandardHelpOptions = true,
        sortOptions = true,
        header = "Generate telemetry of a site's fleet into Kafka.",
        description = {
            "The fleet is read from the database, or, when none is known, from the topic hosting-miners; with --miners it is "
                    + "synthetic, and with --fleet-url that of another database. Without a range, the last 24 whole hours.",
            "Up to 1,000,000 records are one Kafka transaction: all or nothing. Longer runs commit each time point. The same command "
                    + "again goes on where a run was broken off.",
            "Where a validator, Kafka Connect and the database are known, waits for the verdict and the rows, and checks them."
        })
public final class GenerateCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

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

    @Option(
            names = "--force",
            order = 26,
            description = "Generate although readings exist in the range; rows are overwritten.")
    private boolean force;

    @Option(names = "--no-wait", order = 27, description = "End with the commit; wait for neither verdict nor rows.")
    private boolean noWait;

    @Option(
            names = "--rate",
            paramLabel = "RATE",
            order = 26,
            defaultValue = "max",
            description = "Readings per second: 5000, ramp:0..20000/10m, steps:1000/1m,5000/2m, sine:100..900/1h, "
                    + "burst:100,5000/5s/1m, or max (default: ${DEFAULT-VALUE}). Open loop: what is late is sent at once and "
                    + "reported. Commits hour by hour unless --commit says otherwise.")
    private RateProfile rate;

    @Option(
            names = "--dry-run",
            order = 27,
            description =
                    "Print what would be written, and what stands against it; write nothing. Exit code 1 when something does.")
    private boolean dryRun;

    @Option(
            names = "--shard",
            paramLabel = "I/N",
            order = 27,
            defaultValue = "0/1",
            description =
                    "Write only the partitions p with p modulo N = I; N such commands together write the run. Ends with the "
                            + "commit, like --no-wait.")
    private Shard shard;

    @Mixin
    private TopicOptions newTopics;

    @Override
    public Integer call() {
        long start = System.nanoTime();
        Clock clock = Clock.systemUTC();
        newTopics.requirePossible();
        RunSpec asked = run.spec(range.resolve(clock), commit.policy(), force, shard);
        int threads = run.threads();
        Connections connections = connection.resolve();
        Fleet fleet = fleetOptions.load(connections, run);
        boolean follow = !noWait && shard.isAll();
        Pipeline pipeline = new Pipeline(connections, clock, rate, threads);
        RunSpec runSpec = pipeline.identify(asked);
        Preparation preparation = Preparation.ofAll(
                connections,
                newTopics.partitions(),
                newTopics.replicationFactor(),
                TopicCatalog.retentionFor(runSpec.range().from(), clock.instant()));
        if (dryRun) {
            return preview(pipeline.preview(fleet, runSpec, preparation, follow));
        }
        pipeline.requireReady(fleet, runSpec, preparation, follow);
        preparation.apply();
        RunOutcome outcome;
        try (RunProgress progress = new RunProgress(Progress.onStandardError())) {
            outcome = pipeline.execute(fleet, runSpec, follow, progress);
        }
        RunReport report = new RunReport(
                "generate",
                outcome,
                Optional.empty(),
                Optional.empty(),
                Duration.ofNanos(System.nanoTime() - start),
                follow);
        report.print(spec.commandLine().getOut(), output);
        return report.passed() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private int preview(RunPreview preview) {
        PrintWriter out = spec.commandLine().getOut();
        if (output.json()) {
            out.println(JsonOutput.write(RunPreviewJson.of(preview)));
        } else {
            new RunPreviewText(preview, output.locale()).lines().forEach(out::println);
        }
        return preview.findings().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }
}
