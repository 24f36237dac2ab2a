package io.minerstream.validator.topology;

import java.util.List;

/**
 * Decides when waiting ends: what is complete waits for the quiet period, what is missing for the grace period. All times are
 * wall-clock time in milliseconds since the epoch. Not thread-safe.
 *
 * <p>The grace period starts anew as long as the partition holds records that have not been read, but not more often than
 * {@value #MAX_GRACE_PERIODS} times. The missing records may be on another broker, or behind other partitions of this
 * instance, while their watermarks have long been read.
 */
final class GracePolicy {

    private static final int MAX_GRACE_PERIODS = 10;

    private final long quietMs;
    private final long graceMs;
    private final ReadProgress progress;
    private final int partition;
    private long lastReadingMs;
    private long lastRosterMs;

    /**
     * @param partition of the inputs
     * @param nowMs start of all waits
     */
    GracePolicy(JudgeSettings settings, ReadProgress progress, int partition, long nowMs) {
        this.quietMs = settings.quietPeriod().toMillis();
        this.graceMs = settings.gracePeriod().toMillis();
        this.progress = progress;
        this.partition = partition;
        this.lastReadingMs = nowMs;
        this.lastRosterMs = nowMs;
    }

    void readingCame(long nowMs) {
        lastReadingMs = nowMs;
    }

    void rosterEntryCame(long nowMs) {
        lastRosterMs = nowMs;
    }

    /**
     * The roster counts as known to whatever has waited for it since this time: for the quiet period if no entry came in it,
     * else for the grace period.
     */
    long rosterKnownSince(long nowMs) {
        return nowMs - (nowMs - lastRosterMs >= quietMs ? quietMs : graceMs);
    }

    /** Miners with waiting readings that count as unknown now, ascending. */
    List<Integer> unknownMiners(PendingReadings pending, long nowMs) {
        if (nowMs - lastRosterMs < graceMs) {
            return List.of();
        }
        List<Integer> overdue = pending.longerSince(nowMs - graceMs);
        if (overdue.isEmpty() || progress.isAtEnd(ReadProgress.Input.ROSTER, partition)) {
            return overdue;
        }
        lastRosterMs = nowMs;
        return pending.longerSince(nowMs - MAX_GRACE_PERIODS * graceMs);
    }

    /** Whether a complete window may be judged: a duplicate of its last record would have come by now. */
    boolean isQuiet(long untouchedMs) {
        return untouchedMs >= quietMs;
    }

    /**
     * Whether records of a window that has all its watermarks count as missing.
     *
     * @param passed whether a record of a later window came, so that no more of the producer's can come
     */
    boolean isOverdue(long untouchedMs, boolean passed, long nowMs) {
        if (untouchedMs < graceMs) {
            return false;
        }
        // A busy partition may still hold the missing records, behind those of other runs.
        return passed
                || (nowMs - lastReadingMs >= graceMs
                        && (isReadToTheEnd(nowMs) || untouchedMs >= MAX_GRACE_PERIODS * graceMs));
    }

    private boolean isReadToTheEnd(long nowMs) {
        if (progress.isAtEnd(ReadProgress.Input.READINGS, partition)) {
            return true;
        }
        lastReadingMs = nowMs;
        return false;
    }
}
