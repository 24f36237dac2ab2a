package io.minerstream.producer.pacing;

/**
 * A part of a profile in which the rate follows one formula. Rates are thousandths of a record per second, lengths whole
 * milliseconds. A segment therefore has a whole number of {@linkplain #UNITS units}, and sums of segments do not drift.
 */
sealed interface Segment permits EvenSegment, SlopeSegment, WaveSegment {

    /** Units per record: thousandths of a record times thousandths of a second, halved for the mean of two rates. */
    long UNITS = 2_000_000;

    /** Thousandths of a record per second, in records per nanosecond. */
    double PER_NANO = 1e-12;

    /** Length in nanoseconds, at least 1,000,000. */
    long nanos();

    /** Units in the whole segment. */
    long units();

    /** The first nanosecond by which a number of units, from 0 to {@link #units()}, has passed. */
    long nanosUntil(long units);

    /** Rounds up to a whole nanosecond, tolerating a rounding error in the last bits: 7.000000000000001 becomes 7. */
    static long firstNanoFrom(double nanos) {
        return (long) Math.ceil(nanos * (1 - 1e-15));
    }

    /** Units of a segment whose mean rate is that of its first and last rate. */
    static long units(long firstMillirate, long lastMillirate, long nanos) {
        return Math.multiplyExact(Math.addExact(firstMillirate, lastMillirate), nanos / 1_000_000);
    }
}
