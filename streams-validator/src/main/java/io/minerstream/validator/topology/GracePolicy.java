package io.minerstream.validator.topology;

import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Decides when waiting ends: a complete window waits for the quiet period, missing records wait for the grace period. All times
 * are wall-clock time in milliseconds since the epoch. Not thread-safe.
 *
 * <p>While the partition holds unread records, the grace period is extended, up to {@value #MAX_GRACE_PERIODS} times: a broker or
 * this instance may lag with the readings, while their watermarks have been read long ago.
 */
final class GracePolicy {

    private static final int MAX_GRACE_PERIODS = 10;

    private static final long ASK_EVERY_MS = 100;

    private final long quietMs;
    private final long graceMs;
    private final BooleanSupplier readingsRead;
    private final BooleanSupplier rosterRead;
    private final EventTimeSettings eventTime;
    private long eventTimeMs = Long.MIN_VALUE;
    private long lastAskedMs;
    private long allReadMs = Long.MIN_VALUE;
    private long lastReadingMs;
    private long lastRosterMs;

    /**
     * @param readingsRead whether all readings are read: tells missing from unread ones; called rarely, as it may ask a broker
     * @param rosterRead the same for the roster
     * @param nowMs start of all waits
     */
    GracePolicy(JudgeSettings settings, BooleanSupplier readingsRead, BooleanSupplier rosterRead, long nowMs) {
        this.quietMs = settings.quietPeriod().toMillis();
        this.graceMs = settings.gracePeriod().toMillis();
        this.eventTime = settings.eventTime();
        this.readingsRead = readingsRead;
        this.rosterRead = rosterRead;
        this.lastReadingMs = nowMs;
        this.lastRosterMs = nowMs;
    }

    void readingCame(long nowMs) {
        lastReadingMs = nowMs;
    }

    /** The time of the newest reading that names no run; {@link Long#MIN_VALUE} before the first one since the start. */
    long eventTimeMs() {
        return eventTimeMs;
    }

    /** A reading that names no run came. */
    void eventTimeIs(long recordedAtMs) {
        eventTimeMs = Math.max(eventTimeMs, recordedAtMs);
    }

    /**
     * Whether a window of event time may be judged: the partition's event time is past its end and grace, or the clock is and no more
     * readings come.
     */
    boolean isOver(long endMs, long untouchedMs, long nowMs) {
        long closesMs = endMs + eventTime.grace().toMillis();
        long idleMs = eventTime.idle().toMillis();
        return eventTimeMs >= closesMs
                || (nowMs >= closesMs
                        && untouchedMs >= idleMs
                        && nowMs - lastReadingMs >= idleMs
                        && hasAllReadings(nowMs));
    }

    /** Whether all readings that were promised up to now have come or count as missing. */
    boolean isIdle(long untouchedMs, long nowMs) {
        return isOverdue(untouchedMs, false, nowMs);
    }

    /** How long a later time point must be known before the ones before it count as passed: records may overtake each other. */
    long delayMs() {
        return graceMs;
    }

    void rosterEntryCame(long nowMs) {
        lastRosterMs = nowMs;
    }

    /**
     * Whether every roster entry that was written so far has been read. False also when the broker was asked a moment ago: anybody can
     * name many runs.
     */
    boolean isRosterRead(long nowMs) {
        if (nowMs - lastAskedMs < ASK_EVERY_MS) {
            return false;
        }
        lastAskedMs = nowMs;
        return rosterRead.getAsBoolean();
    }

    /**
     * Whatever has waited for the roster since this time or longer need not wait any more: it has waited for a quiet period
     * without roster entries, or for a grace period.
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
        if (overdue.isEmpty() || isRosterRead(nowMs)) {
            return overdue;
        }
        lastRosterMs = nowMs;
        return pending.longerSince(nowMs - MAX_GRACE_PERIODS * graceMs);
    }

    /** Whether a complete window may be judged: duplicates of its last records would have come by now. */
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
                        && (hasAllReadings(nowMs) || untouchedMs >= MAX_GRACE_PERIODS * graceMs));
    }

    private boolean hasAllReadings(long nowMs) {
        if (nowMs == allReadMs || readingsRead.getAsBoolean()) {
            allReadMs = nowMs;
            return true;
        }
        lastReadingMs = nowMs;
        return false;
    }
}
