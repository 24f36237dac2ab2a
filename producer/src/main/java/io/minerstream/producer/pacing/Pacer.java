package io.minerstream.producer.pacing;

import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * Holds a sender back until the record at hand is due. A sender that falls behind is not held back until it has caught up; the
 * records keep the times that they were meant for, and none is left out. Safe for several threads that each send a part of
 * the records, in any order.
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
     * Returns when a record is due, at once if it has been already.
     *
     * @param record number of the record since the start, from 0
     * @return how many nanoseconds it is late, from 0; 0 when nothing is paced
     * @throws IllegalArgumentException when the number is negative
     * @throws InterruptedException when the thread is or has been interrupted while it had to wait; its status is cleared
     */
    public long awaitDue(long record) throws InterruptedException {
        long intendedNanos = schedule.intendedNanos(record);
        if (schedule == UnpacedSchedule.INSTANCE) {
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
