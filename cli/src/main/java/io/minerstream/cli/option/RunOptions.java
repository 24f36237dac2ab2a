package io.minerstream.cli.option;

import io.minerstream.pipeline.PipelineException;
import io.minerstream.producer.live.LiveSpec;
import io.minerstream.producer.run.CommitPolicy;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.producer.run.Shard;
import io.minerstream.schemas.bound.Bound;
import io.minerstream.schemas.run.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a run generates. */
public final class RunOptions {

    @Mixin
    private ReadingOptions readings;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            order = HelpGroups.RUN,
            defaultValue = "" + RunSpec.DEFAULT_BATCH_SIZE)
    @Within(Bound.BATCH_SIZE)
    private int batchSize;

    /** Site of the run. */
    public int siteId() {
        return readings.siteId();
    }

    /** Seed of the run. */
    public long seed() {
        return readings.seed();
    }

    /**
     * A run with the id of a first attempt.
     *
     * @param shard which part of it is written
     * @throws PipelineException when a value is out of range
     */
    public RunSpec spec(TimeRange range, CommitPolicy commit, boolean force, Shard shard) {
        return readings.spec(range, batchSize, commit, force, shard);
    }

    /**
     * A live session, see {@link LiveSpec}.
     *
     * @throws PipelineException when a value is out of range
     */
    public LiveSpec live(
            Duration interval,
            Shard shard,
            double speed,
            Optional<Duration> backfill,
            Optional<Instant> until,
            Optional<Duration> length) {
        return PipelineException.valid(
                "",
                () -> new LiveSpec(
                        siteId(),
                        seed(),
                        readings.profile(),
                        readings.poolDifficulty(),
                        interval,
                        batchSize,
                        shard,
                        speed,
                        backfill,
                        until,
                        length));
    }
}
