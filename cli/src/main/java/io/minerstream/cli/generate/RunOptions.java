package io.minerstream.cli.generate;

import io.minerstream.producer.live.LiveEnd;
import io.minerstream.producer.live.LiveSpec;
import io.minerstream.producer.publish.TelemetryPublisher;
import io.minerstream.producer.run.CommitPolicy;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.producer.run.Shard;
import io.minerstream.producer.signal.ShareRate;
import io.minerstream.producer.signal.SignalProfile;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.run.TimeRange;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a run generates. */
public final class RunOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--site-id",
            paramLabel = "ID",
            order = 1,
            defaultValue = "5",
            description = "Site whose miners are simulated (default: ${DEFAULT-VALUE}).")
    private int siteId;

    @Option(
            names = "--seed",
            paramLabel = "N",
            order = 23,
            defaultValue = "42",
            description = "Seed of every value: the same seed gives the same readings (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            order = 24,
            defaultValue = SignalProfile.DEFAULT_WORD,
            description =
                    "Signal profile: realistic, or reference as the batch tool drew it (default: ${DEFAULT-VALUE}).")
    private SignalProfile profile;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            order = 25,
            defaultValue = "" + RunSpec.DEFAULT_BATCH_SIZE,
            description = "Records between two looks at progress and errors (default: ${DEFAULT-VALUE}).")
    private int batchSize;

    @Option(
            names = "--pool-difficulty",
            paramLabel = "D",
            order = 24,
            defaultValue = "" + ShareRate.DEFAULT_DIFFICULTY,
            description = "Share difficulty of the pool; profile realistic only (default: ${DEFAULT-VALUE}).")
    private double poolDifficulty;

    // Null for the default, which is no constant.
    @Option(
            names = "--threads",
            paramLabel = "N",
            order = 25,
            description =
                    "Threads that compute and send readings, each of other partitions; not at a --rate (default: the "
                            + "processors, 4 at most).")
    private Integer threads;

    /** Site of the run. */
    public int siteId() {
        return siteId;
    }

    /** Seed of the run. */
    public long seed() {
        return seed;
    }

    /**
     * Threads that send readings.
     *
     * @throws ParameterException when there are fewer than 1
     */
    public int threads() {
        if (threads != null && threads < 1) {
            throw new ParameterException(command.commandLine(), "threads: must be at least 1, got " + threads);
        }
        return threads == null ? TelemetryPublisher.DEFAULT_THREADS : threads;
    }

    /**
     * A run with the id that it has when it is the first of its readings.
     *
     * @param shard which part of it is written
     * @throws ParameterException when a value is out of range
     */
    public RunSpec spec(TimeRange range, CommitPolicy commit, boolean force, Shard shard) {
        try {
            RunSpec spec = new RunSpec(
                    RunId.of(0), siteId, range, seed, profile, poolDifficulty, batchSize, force, commit, shard);
            return spec.withId(spec.derivedId(0));
        } catch (IllegalArgumentException e) {
            throw usage(e);
        }
    }

    /**
     * A live session, see {@link LiveSpec}.
     *
     * @throws ParameterException when a value is out of range
     */
    public LiveSpec live(
            Duration interval, Shard shard, double speed, Optional<Duration> backfill, Optional<LiveEnd> end) {
        try {
            return new LiveSpec(
                    siteId, seed, profile, poolDifficulty, interval, batchSize, shard, speed, backfill, end);
        } catch (IllegalArgumentException e) {
            throw usage(e);
        }
    }

    private ParameterException usage(IllegalArgumentException e) {
        return new ParameterException(command.commandLine(), e.getMessage(), e);
    }
}
