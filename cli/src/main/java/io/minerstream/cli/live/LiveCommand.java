package io.minerstream.cli.live;

import io.minerstream.cli.option.ConnectionOptions;
import io.minerstream.cli.option.HelpGroups;
import io.minerstream.cli.option.IntervalOption;
import io.minerstream.cli.option.OutputOptions;
import io.minerstream.cli.option.RunFleetOptions;
import io.minerstream.cli.option.RunOptions;
import io.minerstream.cli.option.SendingOptions;
import io.minerstream.cli.option.TopicOptions;
import io.minerstream.cli.option.Within;
import io.minerstream.cli.terminal.ExitCode;
import io.minerstream.cli.terminal.Progress;
import io.minerstream.cli.terminal.WatchProgress;
import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.run.Pipeline;
import io.minerstream.pipeline.setup.TopicSettings;
import io.minerstream.producer.live.LiveSpec;
import io.minerstream.schemas.bound.Bound;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Generates telemetry in real time, each time point when the clock reaches it. */
@Command(name = "live")
public final class LiveCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private RunOptions run;

    @Mixin
    private RunFleetOptions fleetOptions;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private OutputOptions output;

    @Mixin
    private IntervalOption interval;

    @Option(names = "--speed", paramLabel = "X", order = HelpGroups.RANGE, defaultValue = "1")
    @Within(Bound.SPEED)
    private double speed;

    @Option(names = "--backfill", paramLabel = "LENGTH", order = HelpGroups.RANGE)
    @Within(Bound.BACKFILL)
    private Duration backfill;

    @Option(names = "--until", paramLabel = "TIME", order = HelpGroups.RANGE)
    @Within(Bound.TIME)
    private Instant until;

    @Option(names = "--hours", paramLabel = "N", order = HelpGroups.RANGE)
    @Within(Bound.HOURS)
    private Integer hours;

    @Mixin
    private SendingOptions sending;

    @Mixin
    private TopicOptions newTopics;

    @Override
    public Integer call() {
        Clock clock = Clock.systemUTC();
        TopicSettings topics = newTopics.settings();
        LiveSpec live = run.live(
                interval.orHourly(),
                sending.shard(),
                speed,
                Optional.ofNullable(backfill),
                Optional.ofNullable(until),
                length());
        int threads = sending.threads();
        Connections connections = connection.resolve();
        Progress progress = Progress.onStandardError(output.messages());
        Pipeline pipeline = new Pipeline(connections, clock, sending.rate(), threads);
        pipeline.prepare(live, topics);
        try (LiveOutput shown =
                new LiveOutput(live, progress, spec.commandLine().getOut(), output, clock)) {
            pipeline.execute(
                    live,
                    () -> fleetOptions.load(connections, run.siteId(), run.seed()),
                    shown,
                    new WatchProgress(progress),
                    () -> progress.say("stopping ..."));
        }
        return ExitCode.DONE;
    }

    private Optional<Duration> length() {
        if (until != null && hours != null) {
            throw PipelineException.usage("--hours: must not be combined with --until");
        }
        return Optional.ofNullable(hours).map(Duration::ofHours);
    }
}
