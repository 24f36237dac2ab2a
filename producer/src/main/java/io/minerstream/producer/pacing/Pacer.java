package io.minerstream.producer.pacing;

import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * Blocks a sender until its next record is due. A sender that falls behind is not blocked until it has caught up: records keep
 * their intended times, and none is skipped. Thread-safe: several threads may each send a part of the records, in any order.
 */
public final class Pacer {

    private final SendSchedule schedule;
    private final LongSupplier nanoClock;
    private final Sleeper sleeper;
    private final long startNanos;

    private Pacer(SendSchedule schedule, LongSupplier nanoClock, Sleeper sleeper) {
        this.schedule = Objects.requireNonNull(schedule, "schedule");
        this.nanoClock = Objects.requireNonNull(nanoClock, "nanoClock");
        this.sleeper = Objects.requireNonNull(sleeper, "sleeper");
        this.startNanos = nanoClock.getAsLong();
    }

    /**
     * Starts the schedule now: record 0 is due.
     *
     * @param nanoClock nanoseconds from any origin, never going back: {@code System::nanoTime}
     * @param sleeper {@link Sleeper#PARKING}, except in tests
     */
    public static Pacer start(SendSchedule schedule, LongSupplier nanoClock, Sleeper sleeper) {
        return new Pacer(schedule, nanoClock, sleeper);
    }

    /**
     * Returns when a record is due; immediately if it is overdue.
     *
     * @param record number of the record since the start, from 0
     * @return its lateness in nanoseconds, at least 0; always 0 for an unthrottled schedule
     * @throws IllegalArgumentException when the number is negative
     * @throws InterruptedException when the thread is interrupted before or during the wait; clears its interrupt status
     */
    public long awaitDue(long record) throws InterruptedException {
        long intendedNanos = schedule.intendedNanos(record);
        if (schedule == SendSchedule.UNPACED) {
            return 0;
        }
        long late = elapsedNanos() - intendedNanos;
        while (late < 0) {
            if (Thread.interrupted()) {
                throw new InterruptedException("while waiting for record " + record + " to be due");
            }
            sleeper.sleep(-late);
            late = elapsedNanos() - intendedNanos;
        }
        return late;
    }

    /** Nanoseconds since the start. */
    public long elapsedNanos() {
        return nanoClock.getAsLong() - startNanos;
    }
}
