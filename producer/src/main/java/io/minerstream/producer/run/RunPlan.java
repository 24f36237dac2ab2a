package io.minerstream.producer.run;

/**
 * The order of a run's records, and how they are cut into commit batches.
 *
 * <p>Records have positions: by time point, and within each in the order of the fleet. A commit batch is a range of positions. Where it
 * begins depends on this plan alone, so that an interrupted run resumes with the same batches.
 *
 * @param miners miners that this producer writes, at least 0: a shard's partitions may hold none
 * @param timePoints time points of the run, at least 1
 * @param commit how much a commit batch holds
 */
public record RunPlan(int miners, int timePoints, CommitPolicy commit) {

    /** Most records of a commit batch unless something else is asked for. A time point is always whole. */
    public static final long DEFAULT_BATCH_RECORDS = 1_000_000;

    public RunPlan {
        if (miners < 0 || timePoints < 1) {
            throw new IllegalArgumentException(
                    "a run must have at least 0 miners and 1 time point, got %s and %s".formatted(miners, timePoints));
        }
    }

    /** Records of the whole run: miners x time points. */
    public long records() {
        return (long) miners * timePoints;
    }

    /**
     * End, exclusive, of the commit batch of a position.
     *
     * @param position 0 to {@link #records()}, exclusive
     */
    public long batchEnd(long position) {
        return Math.min(records(), position + batchRecords() - position % batchRecords());
    }

    /** Records of the largest commit batch; 0 when there are no records at all. */
    public long recordsPerCommitBatch() {
        return Math.min(batchRecords(), records());
    }

    /** Number of commit batches; 0 when there are no records at all. */
    public long commitBatches() {
        return records() == 0 ? 0 : (records() - 1) / batchRecords() + 1;
    }

    /**
     * Time points that are complete when so many records are committed.
     *
     * @param committed 0 to {@link #records()}
     */
    public int timePointsWithin(long committed) {
        return miners == 0 ? 0 : (int) (committed / miners);
    }

    private long batchRecords() {
        long timePoint = Math.max(1, miners);
        return switch (commit.kind()) {
            case RUN -> Math.max(1, records());
            case TIME_POINT -> timePoint;
            case AUTO, NONE -> Math.max(1, DEFAULT_BATCH_RECORDS / timePoint) * timePoint;
            case RECORDS -> commit.records();
        };
    }
}
