package io.minerstream.producer.run;

import io.minerstream.producer.signal.SignalProfile;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.run.TimeRange;
import java.util.Objects;

/**
 * One run: every miner of a site at every time point of a range.
 *
 * @param id identity of the run, not null
 * @param siteId {@code hosting_sites.id}, greater than 0
 * @param range time points, not null
 * @param seed seed of every value; any number
 * @param profile how values are drawn, not null
 * @param batchSize records between two looks at progress, errors and cancellation, at least 1
 * @param force whether to generate although an earlier run covers a part of the range
 */
public record RunSpec(
        RunId id, int siteId, TimeRange range, long seed, SignalProfile profile, int batchSize, boolean force) {

    /** Batch size of the reference job. */
    public static final int DEFAULT_BATCH_SIZE = 10_000;

    public RunSpec {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(range, "range");
        Objects.requireNonNull(profile, "profile");
        requirePositive("site id", siteId);
        requirePositive("batch size", batchSize);
    }

    /**
     * Number of an interval of the range, counted from the epoch: what a signal takes as time.
     *
     * @param timePoint 0 to {@code range().timePoints() - 1}
     */
    public long intervalOf(int timePoint) {
        return Math.floorDiv(range.from().getEpochSecond(), range.interval().toSeconds()) + timePoint;
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": must be at least 1, got " + value);
        }
    }
}
