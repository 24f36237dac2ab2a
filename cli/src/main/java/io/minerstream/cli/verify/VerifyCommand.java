package io.minerstream.cli.verify;

import io.minerstream.cli.option.ConnectionOptions;
import io.minerstream.cli.option.HelpGroups;
import io.minerstream.cli.option.OutputOptions;
import io.minerstream.cli.option.RangeOptions;
import io.minerstream.cli.option.SiteOption;
import io.minerstream.cli.option.Within;
import io.minerstream.cli.report.CheckText;
import io.minerstream.cli.report.ExactReportText;
import io.minerstream.cli.terminal.ExitCode;
import io.minerstream.cli.terminal.Progress;
import io.minerstream.cli.terminal.Step;
import io.minerstream.connect.warehouse.CheckReport;
import io.minerstream.connect.warehouse.TelemetryTable;
import io.minerstream.connect.warehouse.WarehouseChecks;
import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.verify.ExactReport;
import io.minerstream.pipeline.verify.ExactVerification;
import io.minerstream.pipeline.verify.RunLookup;
import io.minerstream.pipeline.verify.RunToVerify;
import io.minerstream.producer.replay.ReplayMemoryException;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.producer.signal.SignalProfile;
import io.minerstream.schemas.bound.Bound;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.run.TimeRange;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the three checks of the reference and two more in SQL, or compares each row with the generated one. */
@Command(name = "verify")
public final class VerifyCommand implements Callable<Integer> {

    private static final Duration DEFAULT_LENGTH = Duration.ofHours(24);

    /** Id of a described run, which is never written. */
    private static final RunId DESCRIBED = new RunId("00000000");

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private RangeOptions range;

    @Option(names = "--exact", order = HelpGroups.COMPARISON)
    private boolean exact;

    @Option(names = "--topic", order = HelpGroups.COMPARISON)
    private boolean topic;

    @Option(names = "--run", paramLabel = "ID", order = HelpGroups.COMPARISON)
    private RunId run;

    @Option(names = "--seed", paramLabel = "N", order = HelpGroups.COMPARISON)
    @Within(Bound.SEED)
    private Long seed;

    @Option(names = "--profile", paramLabel = "NAME", order = HelpGroups.COMPARISON)
    private SignalProfile profile;

    @Option(names = "--offenders", paramLabel = "N", order = HelpGroups.COMPARISON)
    @Within(Bound.OFFENDERS)
    private Integer offenders;

    @Option(names = "--allow-foreign", order = HelpGroups.COMPARISON)
    private boolean allowForeign;

    @Mixin
    private OutputOptions output;

    @Mixin
    private SiteOption site;

    @Override
    public Integer call() {
        int siteId = site.orDefault();
        requireConsistent();
        Connections connections = connection.resolve();
        return exact ? compare(connections, siteId) : check(connections, siteId);
    }

    /** Refuses options that would otherwise be ignored. */
    private void requireConsistent() {
        if (!exact && (topic || Stream.of(run, seed, profile, offenders).anyMatch(Objects::nonNull))) {
            throw PipelineException.usage("--topic, --run, --seed, --profile, --offenders: need --exact");
        }
        if (allowForeign && !topic) {
            throw PipelineException.usage("--allow-foreign: needs --topic; rows of a table name no run");
        }
        if (seed != null && run != null) {
            throw PipelineException.usage("--seed: must not be combined with --run, which has a seed");
        }
        if (seed != null && topic) {
            throw PipelineException.usage(
                    "--seed: must not be combined with --topic, whose records belong to runs; give --run");
        }
        if (profile != null && seed == null) {
            throw PipelineException.usage("--profile: needs --seed; a run has its own profile");
        }
        if (exact && seed == null && (range.isGiven() || range.interval().isPresent())) {
            throw PipelineException.usage("--from, --to, --hours, --interval: need --seed; a run has its own range");
        }
    }

    private int compare(Connections connections, int siteId) {
        RunToVerify compared = runToVerify(connections, siteId);
        ExactReport report;
        try (Step step = Progress.onStandardError(output.messages())
                .start(
                        output.messages().text(topic ? "progress.records" : "progress.rows"),
                        compared.replay().rows())) {
            ExactVerification verification = new ExactVerification(
                    connections,
                    offenders == null ? ExactVerification.DEFAULT_OFFENDERS : offenders,
                    allowForeign,
                    step::stepTo);
            report = topic ? verification.topic(compared) : verification.table(compared);
            step.stepTo(report.result().found());
            step.done();
        } catch (ReplayMemoryException e) {
            throw PipelineException.failed("--topic: " + e.getMessage(), e);
        }
        output.print(report, messages -> new ExactReportText(messages).lines(report));
        return report.passed() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private RunToVerify runToVerify(Connections connections, int siteId) {
        RunLookup lookup = new RunLookup(connections);
        if (seed == null) {
            return run == null ? lookup.latestOf(siteId) : lookup.byId(run);
        }
        return PipelineException.valid(
                "",
                () -> lookup.described(new RunSpec(
                        DESCRIBED,
                        siteId,
                        range.resolve(Clock.systemUTC()),
                        seed,
                        profile == null ? SignalProfile.named(SignalProfile.DEFAULT_WORD) : profile,
                        RunSpec.DEFAULT_BATCH_SIZE,
                        false)));
    }

    private int check(Connections connections, int siteId) {
        Duration interval =
                range.interval().orElseGet(() -> new RunLookup(connections).latestInterval(siteId, range::mayTouch));
        CheckReport report = connections.withWarehouse(
                database -> new WarehouseChecks(database).run(siteId, timePoints(database, siteId, interval)));
        output.print(report, messages -> new CheckText(messages).lines(report));
        return report.passed() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private TimeRange timePoints(Connection database, int siteId, Duration interval) {
        TimeRange named = range.resolve(Clock.systemUTC(), interval);
        return range.isGiven()
                ? named
                : new TelemetryTable(database)
                        .latestRange(siteId, DEFAULT_LENGTH, interval)
                        .orElse(named);
    }
}
