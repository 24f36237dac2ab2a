package io.minerstream.producer.pacing;

import java.math.BigInteger;
import java.util.List;
import java.util.OptionalDouble;

/**
 * When each record of a run is due: arithmetic without a clock, for any record, in any order. A schedule is a sequence of segments,
 * which either repeats in rounds or ends in a last rate.
 *
 * <p>With R(t) the integral of the rate from the start until t nanoseconds after it, record n (from 0) is due in the first whole
 * nanosecond with R(t) >= n. Record 0 is due at the start, even if the rate is 0 there. Constant rates and whole rounds are
 * computed in whole numbers, exactly for any n. Within a ramp or a sine period the precision is that of doubles: a nanosecond at
 * usual rates and lengths, and always less than a thousandth of a record plus a nanosecond. Immutable and thread-safe.
 */
public final class SendSchedule {

    /** Unthrottled: every record is due at the start. */
    static final SendSchedule UNPACED = new SendSchedule(List.of(), null);

    /** Most records of a round: its units fit into a long, and the error of a double is less than a thousandth of a record. */
    static final long MOST_RECORDS = 1_000_000_000_000L;

    private final Segment[] round;
    /** Start of each segment in its round, then the length of the round. */
    private final long[] startNanos;

    private final long[] startUnits;
    /** The rate after the first round; null when rounds repeat. */
    private final EvenSegment hold;

    private SendSchedule(List<? extends Segment> segments, EvenSegment hold) {
        this.round = segments.toArray(Segment[]::new);
        this.hold = hold;
        this.startNanos = new long[round.length + 1];
        this.startUnits = new long[round.length + 1];
        for (int i = 0; i < round.length; i++) {
            startNanos[i + 1] = Math.addExact(startNanos[i], round[i].nanos());
            startUnits[i + 1] = Math.addExact(startUnits[i], round[i].units());
        }
    }

    /** The segments, repeated; at least one has records. */
    static SendSchedule repeating(List<? extends Segment> segments) {
        return new SendSchedule(segments, null);
    }

    /** The segments, if any, then a last rate in thousandths of a record per second, from 1. */
    static SendSchedule holding(List<? extends Segment> segments, long millirate) {
        return new SendSchedule(segments, new EvenSegment(millirate, Long.MAX_VALUE));
    }

    /** Records per second, when they are the same at any time; empty for other schedules, and for an unthrottled one. */
    OptionalDouble constantRate() {
        return hold != null && round.length == 0 ? OptionalDouble.of(hold.millirate() / 1e3) : OptionalDouble.empty();
    }

    /**
     * Nanoseconds from the start until a record is due, ascending with the record. Saturates at {@link Long#MAX_VALUE} (292 years).
     *
     * @param record number of the record, from 0
     * @throws IllegalArgumentException when it is negative
     */
    public long intendedNanos(long record) {
        requireNotNegative("record", record);
        if (record == 0 || this == UNPACED) {
            return 0;
        }
        return hold == null ? inRounds(record) : inRoundOrAfter(record);
    }

    /**
     * Number of records that are due before a time.
     *
     * @param nanos from the start, from 0
     * @throws IllegalArgumentException when it is negative
     * @throws IllegalStateException when the schedule is unthrottled: all records are due before any time
     */
    public long recordsBefore(long nanos) {
        requireNotNegative("nanos", nanos);
        if (this == UNPACED) {
            throw new IllegalStateException("an unthrottled schedule has no due times");
        }
        if (nanos == 0) {
            return 0;
        }
        // Record 0 is due before; record high is not.
        long low = 0;
        long high = 1;
        while (intendedNanos(high) < nanos) {
            low = high;
            high = high > Long.MAX_VALUE / 2 ? Long.MAX_VALUE : 2 * high;
        }
        while (high - low > 1) {
            long middle = low + (high - low) / 2;
            if (intendedNanos(middle) < nanos) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private long inRounds(long record) {
        long unitsOfRound = startUnits[round.length];
        // A record that is complete with the last unit of a round is due in this round, not in a later one.
        long rounds = Quotient.floor(record, Segment.UNITS, -1, unitsOfRound);
        if (rounds == Long.MAX_VALUE) {
            return Long.MAX_VALUE;
        }
        // Both products may overflow. Their difference is at most one round, and is right modulo 2^64.
        long units = record * Segment.UNITS - rounds * unitsOfRound;
        long begun = Quotient.floor(rounds, startNanos[round.length], 0, 1);
        return Quotient.sum(begun, nanosInRound(units));
    }

    private long inRoundOrAfter(long record) {
        long unitsOfRound = startUnits[round.length];
        if (record > Long.MAX_VALUE / Segment.UNITS) {
            BigInteger units = BigInteger.valueOf(record).multiply(BigInteger.valueOf(Segment.UNITS));
            return Quotient.sum(
                    startNanos[round.length], hold.nanosUntil(units.subtract(BigInteger.valueOf(unitsOfRound))));
        }
        long units = record * Segment.UNITS;
        return units <= unitsOfRound
                ? nanosInRound(units)
                : Quotient.sum(startNanos[round.length], hold.nanosUntil(units - unitsOfRound));
    }

    private long nanosInRound(long units) {
        int i = 0;
        while (units > startUnits[i + 1]) {
            i++;
        }
        return startNanos[i] + round[i].nanosUntil(units - startUnits[i]);
    }

    static void requireNotNegative(String name, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + ": must be 0 or greater, got " + value);
        }
    }
}
