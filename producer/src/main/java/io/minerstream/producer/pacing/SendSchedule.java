package io.minerstream.producer.pacing;

/**
 * When each record of a run is due: arithmetic without clock, threads or state, at any record and in any order.
 *
 * <p>With R(t) the integral of the rate from the start until t nanoseconds after it, record n (from 0) is due in the first whole
 * nanosecond by which R(t) >= n. So record 0 is due at the start, even where the rate is 0 there. Rates that do not change, and
 * whole rounds of a profile that repeats, are computed in whole numbers, exactly, whatever n; within a ramp or a period of a sine,
 * to the precision of doubles, which is a nanosecond at usual rates and lengths, and always less than a thousandth of a record plus a
 * nanosecond. Immutable and safe for any number of threads.
 */
public sealed interface SendSchedule permits PiecewiseSchedule, UnpacedSchedule {

    /**
     * Nanoseconds from the start until a record is due. Never less than for the record before. {@link Long#MAX_VALUE} (292 years)
     * for all that are due then or later.
     *
     * @param record number of the record, from 0
     * @throws IllegalArgumentException when it is negative
     */
    long intendedNanos(long record);
}
