package io.minerstream.producer.pacing;

import java.math.BigInteger;

/**
 * A segment of constant rate, exact to the nanosecond.
 *
 * @param millirate thousandths of a record per second, from 0
 * @param nanos length; ignored for the last rate of a profile, which has no end
 */
record EvenSegment(long millirate, long nanos) implements Segment {

    /** Nanoseconds per unit at a thousandth of a record per second. */
    private static final long NANOS_PER_UNIT = 500_000;

    @Override
    public long units() {
        return Segment.units(millirate, millirate, nanos);
    }

    @Override
    public long nanosUntil(long units) {
        return units == 0 ? 0 : Quotient.ceil(units, NANOS_PER_UNIT, millirate);
    }

    /** As {@link #nanosUntil(long)}, for a last rate without an end, and any number of units. */
    long nanosUntil(BigInteger units) {
        return Quotient.ceil(units.multiply(BigInteger.valueOf(NANOS_PER_UNIT)), millirate);
    }
}
