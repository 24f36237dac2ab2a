package io.minerstream.producer.pacing;

/**
 * When each record of a run is due: stateless arithmetic without a clock, for any record, in any order.
 *
 * <p>With R(t) the integral of the rate from the start until t nanoseconds after it, record n (from 0) is due in the first whole
 * nanosecond with R(t) >= n. Record 0 is due at the start, even if the rate is 0 there. Constant rates and whole rounds are
 * computed in whole numbers, exactly for any n. Within a ramp or a sine period the precision is that of doubles: a nanosecond at
 * usual rates and lengths, and always less than a thousandth of a record plus a nanosecond. Immutable and thread-safe.
 */
public sealed interface SendSchedule permits PiecewiseSchedule, UnpacedSchedule {

    /**
     * Nanoseconds from the start until a record is due, ascending with the record. Saturates at {@link Long#MAX_VALUE} (292 years).
     *
     * @param record number of the record, from 0
     * @throws IllegalArgumentException when it is negative
     */
    long intendedNanos(long record);
}
