package io.minerstream.validator.state;

import io.minerstream.schemas.run.Interval;
import java.util.ArrayList;
import java.util.List;

/**
 * What one miner sent on one UTC day of one run: a bit for each time point. Mutable, not thread-safe.
 *
 * <p>Anchored to the calendar and not to the run's windows, because a record can come before the watermark that tells how
 * its run is aligned; windows are cut out of neighbouring blocks when they are judged.
 */
final class DayBlock {

    /**
     * Faults that are kept apart, so that the state of a miner that is always wrong stays far below the largest record: one a
     * minute. Those of further time points count with the newest one.
     */
    static final int MOST_FAULTS = 24 * 60;

    final long run;
    final Interval interval;
    final int day;
    final List<PointFault> faults = new ArrayList<>(0);

    /** Bit i of word w: there is a record at time point {@code 64 w + i} of the day. */
    final long[] seen;

    DayBlock(long run, Interval interval, int day) {
        this.run = run;
        this.interval = interval;
        this.day = day;
        this.seen = new long[(interval.perDay() + Long.SIZE - 1) / Long.SIZE];
    }

    /** The day's first time point. */
    long from() {
        return (long) day * interval.perDay();
    }

    /** End of the day, exclusive. */
    long to() {
        return from() + interval.perDay();
    }

    /**
     * Notes a record.
     *
     * @param ofDay place of its time point in the day
     * @return whether this is the first record of the time point
     */
    boolean mark(int ofDay) {
        boolean first = !isSeen(ofDay);
        seen[ofDay / Long.SIZE] |= 1L << ofDay;
        return first;
    }

    boolean isSeen(int ofDay) {
        return (seen[ofDay / Long.SIZE] & 1L << ofDay) != 0;
    }

    /** The entry of the time point, a new one if need be. */
    PointFault fault(int ofDay) {
        // Newest first: records come in order of time.
        for (int i = faults.size() - 1; i >= 0; i--) {
            if (faults.get(i).ofDay == ofDay) {
                return faults.get(i);
            }
        }
        if (faults.size() == MOST_FAULTS) {
            return faults.get(MOST_FAULTS - 1);
        }
        PointFault fault = new PointFault(ofDay);
        faults.add(fault);
        return fault;
    }
}
