package io.minerstream.cli.loadtest;

import io.minerstream.cli.option.ConnectionOptions;
import io.minerstream.cli.option.HelpGroups;
import io.minerstream.cli.option.OutputOptions;
import io.minerstream.cli.option.ReadingOptions;
import io.minerstream.cli.option.RunFleetOptions;
import io.minerstream.cli.option.TopicOptions;
import io.minerstream.cli.option.Within;
import io.minerstream.cli.report.LoadTestSetup;
import io.minerstream.cli.terminal.ExitCode;
import io.minerstream.cli.terminal.Progress;
import io.minerstream.cli.terminal.ResultFile;
import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.load.LoadTest;
import io.minerstream.pipeline.load.LoadTestPlan;
import io.minerstream.pipeline.load.verdict.LagLimits;
import io.minerstream.pipeline.setup.TopicSettings;
import io.minerstream.producer.pacing.HourlyBurst;
import io.minerstream.producer.pacing.RateProfile;
import io.minerstream.producer.run.CommitPolicy;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.producer.run.Shard;
import io.minerstream.schemas.bound.Bound;
import io.minerstream.schemas.run.DurationText;
import io.minerstream.schemas.run.TimeRange;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.utils.AppInfoParser;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Loads consumer groups, and judges them by their own lag. */
@Command(
        name = "load-test",
        subcommands = {LoadTestCleanCommand.class, LoadTestCompareCommand.class})
public final class LoadTestCommand implements Callable<Integer> {

    private static final RateProfile FIRST_RATE = RateProfile.parse("100");

    private static final Duration DEFAULT_LENGTH = Duration.ofMinutes(5);

    @Option(names = "--group", paramLabel = "GROUP", order = HelpGroups.LOAD)
    private List<String> groups = new ArrayList<>();

    @Option(names = "--rate", paramLabel = "RATE", order = HelpGroups.LOAD)
    @Within(Bound.RATE)
    private RateProfile rate;

    @Option(names = "--duration", paramLabel = "LENGTH", order = HelpGroups.LOAD)
    @Within(Bound.LOAD_LENGTH)
    private Duration duration;

    @Option(names = "--history", paramLabel = "N", order = HelpGroups.LOAD, defaultValue = "0")
    @Within(Bound.HISTORY_RECORDS)
    private long history;

    @Option(
            names = "--burst-on-the-hour",
            paramLabel = "SHARE/LENGTH",
            order = HelpGroups.LOAD,
            arity = "0..1",
            fallbackValue = "0.9/5s")
    private HourlyBurst burst;

    @Option(names = "--skew", paramLabel = "SHARE", order = HelpGroups.LOAD)
    @Within(Bound.SHARE)
    private Double skew;

    @Option(names = "--shard", paramLabel = "I/N", order = HelpGroups.LOAD, defaultValue = "0/1")
    @Within(Bound.SHARDS)
    private Shard shard;

    @Option(names = "--at", paramLabel = "TIME", order = HelpGroups.LOAD)
    @Within(Bound.TIME)
    private Instant at;

    @Option(names = "--find-max", order = HelpGroups.LOAD)
    private boolean findMax;

    @Option(names = "--spike", paramLabel = "LENGTH", order = HelpGroups.LOAD)
    @Within(Bound.LOAD_LENGTH)
    private Duration spike;

    @Option(names = "--commit", paramLabel = "none|time-point|N", order = HelpGroups.LOAD, defaultValue = "none")
    @Within(Bound.COMMIT_RECORDS)
    private CommitPolicy commit;

    @Option(names = "--max-lag", paramLabel = "LENGTH", order = HelpGroups.LOAD)
    @Within(Bound.LAG)
    private Duration maxLag;

    @Option(names = "--max-lag-records", paramLabel = "N", order = HelpGroups.LOAD)
    @Within(Bound.LAG_RECORDS)
    private Long maxLagRecords;

    @Option(names = "--drain", paramLabel = "LENGTH", order = HelpGroups.LOAD, defaultValue = "1m")
    @Within(Bound.DRAIN)
    private Duration drain;

    @Option(names = "--isolation", paramLabel = "LEVEL", order = HelpGroups.LOAD, defaultValue = "read_committed")
    private IsolationLevel isolation;

    @Option(names = "--report", paramLabel = "FILE", order = HelpGroups.LOAD)
    private Path report;

    @Mixin
    private ReadingOptions readings;

    @Mixin
    private RunFleetOptions fleetOptions;

    @Mixin
    private TopicOptions newTopics;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private OutputOptions output;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        requireUsable();
        Optional<ResultFile> reportFile = Optional.ofNullable(report).map(file -> ResultFile.create("--report", file));
        TopicSettings topics = newTopics.settings();
        Connections connections = connection.resolve();
        Progress progress = Progress.onStandardError(output.messages());
        LoadTestPlan plan = new LoadTestPlan(
                groups,
                rate == null ? FIRST_RATE : rate,
                duration == null ? DEFAULT_LENGTH : duration,
                history,
                drain,
                Optional.ofNullable(at),
                new LagLimits(Optional.ofNullable(maxLag), Optional.ofNullable(maxLagRecords)),
                isolation == IsolationLevel.READ_COMMITTED,
                fleetOptions.load(connections, readings.siteId(), readings.seed()),
                Optional.ofNullable(skew),
                Optional.ofNullable(burst),
                this::run);
        LoadTest test = new LoadTest(connections, Clock.systemUTC());
        Runnable onSignal = () -> progress.say("stopping ...");
        try (LoadTestOutput listener = new LoadTestOutput(progress, output, setup(plan), reportFile)) {
            boolean passed = findMax
                    ? test.findMax(
                                    plan,
                                    plan.rate().constantRate().orElseThrow(),
                                    Optional.ofNullable(spike),
                                    topics,
                                    listener,
                                    onSignal)
                            .passed()
                    : test.execute(plan, topics, listener, onSignal).passed();
            return passed ? ExitCode.DONE : ExitCode.FAILED;
        }
    }

    private LoadTestSetup setup(LoadTestPlan plan) {
        Map<String, String> settings = UsedOptions.of(command);
        settings.remove("--report");
        settings.put("--rate", plan.rate().text());
        if (!findMax) {
            settings.put("--duration", DurationText.option(plan.length()));
        }
        return new LoadTestSetup(
                settings,
                new LoadTestSetup.Versions(
                        command.version()[0].replaceFirst("^minerstream ", ""),
                        AppInfoParser.getVersion(),
                        System.getProperty("java.version"),
                        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                        Runtime.getRuntime().availableProcessors()));
    }

    private void requireUsable() {
        List<String> findings = new ArrayList<>();
        if (groups.isEmpty() && shard.isAll()) {
            findings.add("--group: must be given, the id of the consumer group to watch");
        }
        if (groups.stream().distinct().count() < groups.size()) {
            findings.add("--group: must name each group once, got " + groups);
        }
        if (findMax) {
            requireSearchable(findings);
        } else if (spike != null) {
            findings.add("--spike: needs --find-max");
        }
        if (rate == null && !findMax) {
            findings.add("--rate: must be given, for example 5000");
        } else if (rate != null && rate.isUnlimited()) {
            findings.add("--rate: must have intended times, which max has not; give readings per second");
        }
        if (burst != null && isRateVarying()) {
            findings.add("--rate: must be constant with --burst-on-the-hour, whose mean it is, got " + rate);
        }
        if (skew != null && skew == 0) {
            findings.add("--skew: must be greater than 0, got 0");
        }
        if (commit.kind() == CommitPolicy.Kind.AUTO || commit.kind() == CommitPolicy.Kind.RUN) {
            findings.add(
                    "--commit: must be none, time-point or a number of records, as a group reads nothing before the"
                            + " commit");
        }
        if (!shard.isAll()) {
            requireShardable(findings);
        }
        if (at != null && !at.isAfter(Instant.now())) {
            findings.add("--at: must be in the future, got " + at);
        }
        if (!findings.isEmpty()) {
            throw PipelineException.usage(String.join("; ", findings));
        }
    }

    private boolean isRateVarying() {
        return rate != null && !rate.isUnlimited() && rate.constantRate().isEmpty();
    }

    private void requireShardable(List<String> findings) {
        if (at == null) {
            findings.add("--at: must be given with --shard, the same time for all shards");
        }
        if (findMax) {
            findings.add("--shard: must not be combined with --find-max");
        }
        if (history > 0) {
            findings.add("--history: must not be combined with --shard");
        }
        if (commit.isExactlyOnce()) {
            findings.add("--commit: must be none with --shard");
        }
    }

    private void requireSearchable(List<String> findings) {
        if (duration != null) {
            findings.add("--duration: must not be combined with --find-max");
        }
        if (history > 0) {
            findings.add("--history: must not be combined with --find-max");
        }
        if (burst != null) {
            findings.add("--burst-on-the-hour: must not be combined with --find-max");
        }
        if (maxLagRecords != null) {
            findings.add("--max-lag-records: must not be combined with --find-max");
        }
        if (isRateVarying()) {
            findings.add("--rate: must be constant with --find-max, which begins with it, got " + rate);
        }
    }

    private RunSpec run(TimeRange range) {
        return readings.spec(range, RunSpec.DEFAULT_BATCH_SIZE, commit, false, shard);
    }
}
