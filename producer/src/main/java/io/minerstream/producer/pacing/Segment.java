package io.minerstream.producer.pacing;

/**
 * A part of a profile along which the rate follows one formula. Rates are thousandths of a record per second; lengths are whole
 * milliseconds; so the records of a segment are a whole number of its {@linkplain #UNITS units}, and sums of segments do not drift.
 */
sealed interface Segment permits EvenSegment, SlopeSegment, WaveSegment {

    /** Units of a record: thousandths of a record times thousandths of a second, halved by the mean of two rates. */
    long UNITS = 2_000_000;

    /** Thousandths of a record per second, in records per nanosecond. */
    double PER_NANO = 1e-12;

    /** Length, at least 1,000,000. */
    long nanos();

    /** Units in the whole segment. */
    long units();

    /** The first nanosecond by which so many units have passed, from 0 to {@link #units()}. */
    long nanosUntil(long units);

    /** The first whole nanosecond from a time on, of which the last bits are rounding: 7.000000000000001 is 7. */
    static long firstNanoFrom(double nanos) {
        return (long) Math.ceil(nanos * (1 - 1e-15));
    }

    /** Units of a segment along which the rate has this mean. */
    static long units(long firstMillirate, long lastMillirate, long nanos) {
        return Math.multiplyExact(Math.addExact(firstMillirate, lastMillirate), nanos / 1_000_000);
    }
}
