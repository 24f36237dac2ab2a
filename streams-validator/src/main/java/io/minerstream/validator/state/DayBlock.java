package io.minerstream.validator.state;

import io.minerstream.validator.rule.Hours;
import java.util.ArrayList;
import java.util.List;

/**
 * What one miner sent on one UTC day of one run. Mutable, not thread-safe.
 *
 * <p>Anchored to the calendar and not to the run's windows, because a record can come before the watermark that tells how
 * its run is aligned; windows are cut out of neighbouring blocks when they are judged.
 */
final class DayBlock {

    static final int BYTES = 8 + 4 + 4;

    private static final int SEEN_MASK = (1 << Hours.PER_DAY) - 1;

    final long run;
    final int day;
    final List<HourFault> faults = new ArrayList<>(0);
    private int seen;

    DayBlock(long run, int day, int seen) {
        this.run = run;
        this.day = day;
        this.seen = seen & SEEN_MASK;
    }

    /** Bit h: there is a record at hour h of the day. */
    int seen() {
        return seen;
    }

    /**
     * Notes a record of the hour.
     *
     * @return whether this is the first record of the hour
     */
    boolean mark(int hourOfDay) {
        int bit = 1 << hourOfDay;
        boolean first = (seen & bit) == 0;
        seen |= bit;
        return first;
    }

    boolean isSeen(int hourOfDay) {
        return (seen & (1 << hourOfDay)) != 0;
    }

    /** The entry of the hour, a new one if need be. */
    HourFault fault(int hourOfDay) {
        for (HourFault fault : faults) {
            if (fault.hourOfDay == hourOfDay) {
                return fault;
            }
        }
        HourFault fault = new HourFault(hourOfDay);
        faults.add(fault);
        return fault;
    }
}
