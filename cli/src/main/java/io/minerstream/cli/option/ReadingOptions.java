package io.minerstream.cli.option;

import io.minerstream.pipeline.PipelineException;
import io.minerstream.producer.run.CommitPolicy;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.producer.run.Shard;
import io.minerstream.producer.signal.SignalProfile;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.run.TimeRange;
import picocli.CommandLine.Mixin;

/** What decides about the values of readings: their site, seed and signal. */
public final class ReadingOptions {

    @Mixin
    private SiteOption site;

    @Mixin
    private SeedOption seed;

    @Mixin
    private SignalOptions signal;

    /** Site of the readings. */
    public int siteId() {
        return site.orDefault();
    }

    /** Seed of the readings. */
    public long seed() {
        return seed.value();
    }

    /** How values are drawn. */
    SignalProfile profile() {
        return signal.profile();
    }

    /** Difficulty of a share. */
    double poolDifficulty() {
        return signal.poolDifficulty();
    }

    /**
     * A run with the id of a first attempt.
     *
     * @param batchSize records between progress and error checks
     * @param shard which part of it is written
     * @throws PipelineException when a value is out of range
     */
    public RunSpec spec(TimeRange range, int batchSize, CommitPolicy commit, boolean force, Shard shard) {
        return PipelineException.valid("", () -> new RunSpec(
                        RunId.of(0),
                        siteId(),
                        range,
                        seed(),
                        profile(),
                        poolDifficulty(),
                        batchSize,
                        force,
                        commit,
                        shard)
                .withDerivedId());
    }
}
