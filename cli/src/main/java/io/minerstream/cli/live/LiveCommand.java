package io.minerstream.cli.live;

import io.minerstream.cli.option.ConnectionOptions;
import io.minerstream.cli.option.DurationConverter;
import io.minerstream.cli.option.HelpGroups;
import io.minerstream.cli.option.InstantConverter;
import io.minerstream.cli.option.IntervalOption;
import io.minerstream.cli.option.OutputOptions;
import io.minerstream.cli.option.RunFleetOptions;
import io.minerstream.cli.option.RunOptions;
import io.minerstream.cli.option.SendingOptions;
import io.minerstream.cli.option.TopicOptions;
import io.minerstream.cli.terminal.ExitCode;
import io.minerstream.cli.terminal.Progress;
import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.live.LivePipeline;
import io.minerstream.pipeline.setup.TopicSettings;
import io.minerstream.producer.live.LiveEnd;
import io.minerstream.producer.live.LiveSpec;
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
@Command(
        name = "live",
        header = "Generate telemetry in real time, until Ctrl-C.",
        description = {
            "Writes each time point in one transaction when the clock reaches it, as consecutive runs that end at midnight UTC. "
                    + "--backfill first writes history, as fast as possible and gapless.",
            "The same command resumes at the last commit. At speed 1 it catches up with the clock; at any other speed simulated time "
                    + "continues where it stopped.",
            "Each run reads the fleet anew: changes take effect the next day.",
            "--output json prints a line of JSON for each time point, and one at the end."
        })
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

    @Option(
            names = "--speed",
            paramLabel = "X",
            order = HelpGroups.RANGE,
            defaultValue = "1",
            description = "Speed of simulated time: 60 is an hour a minute (default: ${DEFAULT-VALUE}).")
    private double speed;

    @Option(
            names = "--backfill",
            paramLabel = "LENGTH",
            order = HelpGroups.RANGE,
            converter = DurationConverter.class,
            description = "First write the history of this length, for example 30d.")
    private Duration backfill;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            order = HelpGroups.RANGE,
            converter = InstantConverter.class,
            description = "End, exclusive: RFC 3339 or a date.")
    private Instant until;

    @Option(
            names = "--hours",
            paramLabel = "N",
            order = HelpGroups.RANGE,
            description = "End after N hours of live time points; history does not count.")
    private Integer hours;

    @Mixin
    private SendingOptions sending;

    @Mixin
    private TopicOptions newTopics;

    @Override
    public Integer call() {
        Clock clock = Clock.systemUTC();
        TopicSettings topics = newTopics.settings();
        LiveSpec live = run.live(interval.orHourly(), sending.shard(), speed, Optional.ofNullable(backfill), end());
        int threads = sending.threads();
        Connections connections = connection.resolve();
        Progress progress = Progress.onStandardError();
        LivePipeline pipeline = new LivePipeline(connections, clock, sending.rate(), threads);
        pipeline.prepare(live, topics);
        pipeline.run(
                live,
                () -> fleetOptions.load(connections, run),
                new LiveOutput(live, progress, spec.commandLine().getOut(), output, clock),
                () -> progress.say("stopping ..."));
        return ExitCode.DONE;
    }

    private Optional<LiveEnd> end() {
        if (until != null && hours != null) {
            throw PipelineException.usage("--hours: must not be combined with --until");
        }
        if (hours != null && hours < 1) {
            throw PipelineException.usage("--hours: must be at least 1, got " + hours);
        }
        return until != null
                ? Optional.of(new LiveEnd.Before(until))
                : Optional.ofNullable(hours).map(length -> new LiveEnd.Lasting(Duration.ofHours(length)));
    }
}
