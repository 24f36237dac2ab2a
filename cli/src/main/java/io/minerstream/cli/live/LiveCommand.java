package io.minerstream.cli.live;

import io.minerstream.cli.ExitCode;
import io.minerstream.cli.connection.ConnectionOptions;
import io.minerstream.cli.connection.TopicOptions;
import io.minerstream.cli.generate.RunFleetOptions;
import io.minerstream.cli.generate.RunOptions;
import io.minerstream.cli.range.DurationConverter;
import io.minerstream.cli.range.InstantConverter;
import io.minerstream.cli.range.IntervalConverter;
import io.minerstream.cli.terminal.OutputOptions;
import io.minerstream.cli.terminal.Progress;
import io.minerstream.connect.warehouse.TelemetryTable;
import io.minerstream.pipeline.Teardown;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.setup.Preparation;
import io.minerstream.producer.live.ExistingCoverage;
import io.minerstream.producer.live.LiveEnd;
import io.minerstream.producer.live.LiveResult;
import io.minerstream.producer.live.LiveSession;
import io.minerstream.producer.live.LiveSpec;
import io.minerstream.producer.pacing.RateProfile;
import io.minerstream.producer.pacing.Sleeper;
import io.minerstream.producer.publish.TelemetryPublisher;
import io.minerstream.producer.run.Shard;
import io.minerstream.schemas.run.TimeRange;
import io.minerstream.schemas.topic.TopicCatalog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Generates telemetry as it comes, each time point when its time has come. */
@Command(
        name = "live",
        mixinStandardHelpOptions = true,
        sortOptions = true,
        header = "Generate telemetry as it comes, until Ctrl-C.",
        description = {
            "Writes the readings of each time point when the clock reaches it, in a transaction of their own, as consecutive runs that "
                    + "end at midnight UTC. --backfill writes history first, as fast as possible and without a seam.",
            "Started again it goes on where it stopped: at speed 1 it catches up with what it missed, at any other speed simulated time "
                    + "goes on where it stood.",
            "The fleet is read again at the beginning of each run: a change counts from the next day on.",
            "With --output json, a line of JSON for each time point on standard output, and one at the end."
        })
public final class LiveCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(LiveCommand.class);

    /** A time point that is being written when Ctrl-C comes is committed, unless it takes longer than this. */
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

    private static final Duration CANCEL_TIMEOUT = Duration.ofSeconds(10);

    /** Rows are looked for so far ahead of the session's beginning. */
    private static final Duration HORIZON = Duration.ofDays(3650);

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

    @Option(
            names = "--interval",
            paramLabel = "LENGTH",
            order = 10,
            defaultValue = "1h",
            converter = IntervalConverter.class,
            description =
                    "Distance of two readings of a miner: seconds or minutes that divide an hour (30s, 5m, 15m, PT5M), or whole "
                            + "hours that divide a day (default: ${DEFAULT-VALUE}).")
    private Duration interval;

    @Option(
            names = "--speed",
            paramLabel = "X",
            order = 11,
            defaultValue = "1",
            description =
                    "Simulated time passes X times as fast as the clock: 60 is an hour a minute (default: ${DEFAULT-VALUE}).")
    private double speed;

    @Option(
            names = "--backfill",
            paramLabel = "LENGTH",
            order = 12,
            converter = DurationConverter.class,
            description = "First the history from so long ago, for example 30d.")
    private Duration backfill;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            order = 13,
            converter = InstantConverter.class,
            description = "End before this time point (RFC 3339, or a date).")
    private Instant until;

    @Option(
            names = "--hours",
            paramLabel = "N",
            order = 14,
            description = "End after N hours of live time points, history not counted.")
    private Integer hours;

    @Option(
            names = "--rate",
            paramLabel = "RATE",
            order = 26,
            defaultValue = "max",
            description = "Readings per second within each time point, as in `generate` (default: ${DEFAULT-VALUE}).")
    private RateProfile rate;

    @Option(
            names = "--shard",
            paramLabel = "I/N",
            order = 27,
            defaultValue = "0/1",
            description =
                    "Write only the partitions p with p modulo N = I; N such commands together write the readings.")
    private Shard shard;

    @Mixin
    private TopicOptions newTopics;

    @Override
    public Integer call() {
        Clock clock = Clock.systemUTC();
        newTopics.requirePossible();
        LiveSpec live = run.live(interval, shard, speed, Optional.ofNullable(backfill), end());
        int threads = run.threads();
        Connections connections = connection.resolve();
        Instant oldest = clock.instant().minus(live.backfill().orElse(Duration.ZERO));
        Preparation.prepare(
                connections,
                newTopics.partitions(),
                newTopics.replicationFactor(),
                TopicCatalog.retentionFor(oldest, clock.instant()));
        Progress progress = Progress.onStandardError();
        LiveOutput told = new LiveOutput(live, progress, spec.commandLine().getOut(), output, clock);
        LiveSession session = new LiveSession(
                live,
                () -> fleetOptions.load(connections, run),
                new TelemetryPublisher(connections.kafkaProperties(), connections.topics(), clock)
                        .at(rate)
                        .withThreads(threads),
                from -> rows(connections, from),
                clock,
                Sleeper.PARKING,
                told);
        run(session, progress, told);
        return ExitCode.DONE;
    }

    private void run(LiveSession session, Progress progress, LiveOutput told) {
        CountDownLatch ended = new CountDownLatch(1);
        try (Teardown teardown = new Teardown(() -> progress.say("stopping ..."))) {
            teardown.add(() -> stop(session, ended));
            try {
                LiveResult result = session.run();
                told.ended(result);
            } finally {
                ended.countDown();
            }
        }
    }

    private static void stop(LiveSession session, CountDownLatch ended) throws InterruptedException {
        session.stop();
        if (ended.await(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
            return;
        }
        session.cancel();
        if (!ended.await(CANCEL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.atWarn().log("the open transaction was not aborted in time; the broker will abort it");
        }
    }

    private Optional<LiveEnd> end() {
        if (until != null && hours != null) {
            throw new ParameterException(
                    spec.commandLine(), "--hours: --until already says when to end; leave one of the two out");
        }
        if (hours != null && hours < 1) {
            throw new ParameterException(spec.commandLine(), "--hours: must be at least 1, got " + hours);
        }
        return until != null
                ? Optional.of(new LiveEnd.Before(until))
                : Optional.ofNullable(hours).map(length -> new LiveEnd.Lasting(Duration.ofHours(length)));
    }

    /** Rows that others wrote, or whose runs Kafka has forgotten. */
    private List<ExistingCoverage> rows(Connections connections, Instant from) {
        if (!connections.hasWarehouse()) {
            return List.of();
        }
        return connections.withWarehouse(database -> new TelemetryTable(database)
                        .overlapping(run.siteId(), new TimeRange(from, from.plus(HORIZON), interval))
                        .map(rows -> new ExistingCoverage(
                                "table miner_telemetry",
                                rows.first(),
                                rows.last().plus(interval)))
                        .stream()
                        .toList());
    }
}
