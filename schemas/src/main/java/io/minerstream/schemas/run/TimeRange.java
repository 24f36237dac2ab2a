package io.minerstream.schemas.run;

import io.minerstream.schemas.bound.Bound;
import java.time.Duration;
import java.time.Instant;

/**
 * The time points of a run or window: {@code from}, {@code from + interval}, ... up to but not including {@code to}.
 *
 * @param from first time point, inclusive, see {@link Bound#TIME}; a whole multiple of the interval since the epoch
 * @param to end, exclusive, see {@link Bound#TIME}; after {@code from} by a whole number of intervals
 * @param interval distance of two time points; whole seconds, greater than 0
 */
public record TimeRange(Instant from, Instant to, Duration interval) {

    /** The interval of the reference job. */
    public static final Duration HOURLY = Duration.ofHours(1);

    public TimeRange {
        if (interval.compareTo(Duration.ofSeconds(1)) < 0 || interval.toNanosPart() != 0) {
            throw new IllegalArgumentException("interval: must be whole seconds, at least 1 s, got " + interval);
        }
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("from: must be before to (" + to + "), got " + from);
        }
        Bound.TIME.require("from", from);
        Bound.TIME.require("to", to);
        requireWhole("from", from, interval);
        requireWhole("to", to, interval);
        if (Duration.between(from, to).dividedBy(interval) > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("to: must be at most " + Integer.MAX_VALUE + " intervals of " + interval
                    + " after from (" + from + "), got " + to);
        }
    }

    /** The hourly range {@code [from, to)}. */
    public static TimeRange hourly(Instant from, Instant to) {
        return new TimeRange(from, to, HOURLY);
    }

    /**
     * The time points that end with the one at or before {@code now}, which is included.
     *
     * @param length from the first to one interval behind the last; a whole number of intervals, at least one
     * @param interval see {@link TimeRange}
     */
    public static TimeRange last(Instant now, Duration length, Duration interval) {
        Instant to = floor(now, interval).plus(interval);
        return new TimeRange(to.minus(length), to, interval);
    }

    /** The last time point at or before a time: a whole multiple of the interval since the epoch. */
    public static Instant floor(Instant time, Duration interval) {
        long seconds = interval.toSeconds();
        return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), seconds) * seconds);
    }

    /** Number of time points, at least 1. */
    public int timePoints() {
        return (int) Duration.between(from, to).dividedBy(interval);
    }

    /**
     * A time point.
     *
     * @param index 0 to {@link #timePoints()} - 1
     */
    public Instant at(int index) {
        if (index < 0 || index >= timePoints()) {
            throw new IndexOutOfBoundsException("time point " + index + " of " + timePoints());
        }
        return from.plus(interval.multipliedBy(index));
    }

    /** The last time point, inclusive. */
    public Instant last() {
        return to.minus(interval);
    }

    private static void requireWhole(String name, Instant instant, Duration interval) {
        if (instant.getNano() != 0 || Math.floorMod(instant.getEpochSecond(), interval.toSeconds()) != 0) {
            throw new IllegalArgumentException(
                    name + ": must be a whole multiple of the interval " + interval + ", got " + instant);
        }
    }
}
