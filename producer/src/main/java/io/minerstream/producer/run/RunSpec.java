package io.minerstream.producer.run;

import io.minerstream.producer.signal.CounterRandom;
import io.minerstream.producer.signal.ShareRate;
import io.minerstream.producer.signal.Signal;
import io.minerstream.producer.signal.SignalProfile;
import io.minerstream.schemas.bound.Bound;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.run.TimeRange;
import java.util.Objects;

/**
 * One run: every miner of a site at every time point of a range; or a shard of it.
 *
 * @param id identity of the run, not null
 * @param siteId {@code hosting_sites.id}, see {@link Bound#SITE_ID}
 * @param range time points, not null
 * @param seed seed of every value; any number
 * @param profile how values are drawn, not null
 * @param poolDifficulty share difficulty of the pool, see {@link Bound#POOL_DIFFICULTY}; only the realistic profile has shares
 * @param batchSize records between progress and error checks, see {@link Bound#BATCH_SIZE}
 * @param force whether to generate although an earlier run covers a part of the range
 * @param commit how much one transaction holds, not null
 * @param shard which part of the run this producer writes, not null
 */
public record RunSpec(
        RunId id,
        int siteId,
        TimeRange range,
        long seed,
        SignalProfile profile,
        double poolDifficulty,
        int batchSize,
        boolean force,
        CommitPolicy commit,
        Shard shard) {

    /** Batch size of the reference job. */
    public static final int DEFAULT_BATCH_SIZE = 10_000;

    /** Keeps the fixed point mix64(0) = 0 from swallowing parts that are 0. */
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    public RunSpec {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(range, "range");
        Objects.requireNonNull(profile, "profile");
        Objects.requireNonNull(commit, "commit");
        Objects.requireNonNull(shard, "shard");
        Bound.SITE_ID.require("site id", siteId);
        Bound.BATCH_SIZE.require("batch size", batchSize);
        // Refuses a pool difficulty that is out of range.
        profile.signal(poolDifficulty);
    }

    /** A run that one producer writes, with the default pool difficulty, with the default commits. */
    public RunSpec(
            RunId id, int siteId, TimeRange range, long seed, SignalProfile profile, int batchSize, boolean force) {
        this(
                id,
                siteId,
                range,
                seed,
                profile,
                ShareRate.DEFAULT_DIFFICULTY,
                batchSize,
                force,
                CommitPolicy.AUTO,
                Shard.ALL);
    }

    /** The first run of its readings: one producer, the default pool difficulty and commits, under {@link #derivedId}. */
    public static RunSpec of(int siteId, TimeRange range, long seed, SignalProfile profile) {
        return new RunSpec(RunId.of(0), siteId, range, seed, profile, DEFAULT_BATCH_SIZE, false).withDerivedId();
    }

    /** The same run under another id. */
    public RunSpec withId(RunId other) {
        return new RunSpec(other, siteId, range, seed, profile, poolDifficulty, batchSize, force, commit, shard);
    }

    /** The same run under the id of the first run of its readings. */
    public RunSpec withDerivedId() {
        return withId(derivedId(0));
    }

    /** The same run under another id, although an earlier run covers its range. */
    public RunSpec forced(RunId other) {
        return new RunSpec(other, siteId, range, seed, profile, poolDifficulty, batchSize, true, commit, shard);
    }

    /**
     * The id that follows from what the run generates, not from how. A producer that is started again, or on another shard, finds the
     * same id, and the bytes of a reading do not depend on the number of shards.
     *
     * @param attempt 0 for the first run of these readings, 1 for the second, forced one, and so on
     */
    public RunId derivedId(int attempt) {
        long hash = CounterRandom.mix64(siteId);
        for (long part : new long[] {
            range.from().getEpochSecond(),
            range.to().getEpochSecond(),
            range.interval().toSeconds(),
            seed,
            profile.word().hashCode(),
            Double.doubleToLongBits(poolDifficulty),
            attempt
        }) {
            hash = CounterRandom.mix64(hash ^ part) + GOLDEN_GAMMA;
        }
        return RunId.of(hash);
    }

    /** What the miners read. */
    public Signal signal() {
        return profile.signal(poolDifficulty);
    }

    /**
     * Number of an interval of the range, counted from the epoch: what a signal takes as time.
     *
     * @param timePoint 0 to {@code range().timePoints() - 1}
     */
    public long intervalOf(int timePoint) {
        return Math.floorDiv(range.from().getEpochSecond(), range.interval().toSeconds()) + timePoint;
    }
}
