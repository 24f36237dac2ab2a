package io.minerstream.schemas.run;

import io.minerstream.schemas.bound.Bound;
import java.time.Duration;
import java.time.Instant;

/**
 * Time between two readings of a miner. Time points are its whole multiples since the epoch, and have numbers counted from
 * there, so all runs of one interval share their time points.
 *
 * @param seconds length in seconds: divides an hour, or is whole hours that divide a day
 */
public record Interval(int seconds) {

    /** The interval of the reference job, and of readings that name none. */
    public static final Interval HOURLY = of(TimeRange.HOURLY);

    private static final int SECONDS_PER_HOUR = 3600;
    private static final int SECONDS_PER_DAY = 24 * SECONDS_PER_HOUR;
    private static final long MILLIS_PER_SECOND = 1000;

    private static final long LATEST_MS = ((Instant) Bound.TIME.max()).toEpochMilli();

    public Interval {
        // Called for every state that is read: a valid interval allocates nothing.
        if (!isAllowed(seconds)) {
            require(Duration.ofSeconds(seconds));
        }
    }

    /** As a record's, but compiled to one comparison wherever it is called: it is, several times for each reading. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Interval interval && interval.seconds == seconds;
    }

    @Override
    public int hashCode() {
        return seconds;
    }

    /** Whether an interval of this many seconds is allowed; false below 1. */
    public static boolean isAllowed(long seconds) {
        return seconds > 0
                && (SECONDS_PER_HOUR % seconds == 0
                        || (seconds % SECONDS_PER_HOUR == 0 && SECONDS_PER_DAY % seconds == 0));
    }

    /**
     * The length itself.
     *
     * @throws IllegalArgumentException when the interval is not allowed; the message begins with {@code interval: }
     */
    public static Duration require(Duration interval) {
        if (interval.toNanosPart() != 0 || !isAllowed(interval.toSeconds())) {
            throw new IllegalArgumentException(
                    "interval: must be whole seconds that divide an hour or whole hours that divide a day, got "
                            + interval);
        }
        return interval;
    }

    /**
     * The interval of this length.
     *
     * @throws IllegalArgumentException as {@link #require}
     */
    public static Interval of(Duration length) {
        return new Interval(Math.toIntExact(require(length).toSeconds()));
    }

    /** Whether an instant can be judged at all: within {@link Bound#TIME}. */
    public static boolean isPlausible(long epochMs) {
        return epochMs >= 0 && epochMs <= LATEST_MS;
    }

    public boolean isHourly() {
        return seconds == SECONDS_PER_HOUR;
    }

    /** Time points of a UTC day, 1 to 86,400. */
    public int perDay() {
        return SECONDS_PER_DAY / seconds;
    }

    /** Number of time points in a time, rounded up. */
    public int pointsOf(Duration time) {
        return Math.toIntExact((time.toSeconds() + seconds - 1) / seconds);
    }

    /** The time point at or before an instant. */
    public long floor(long epochMs) {
        return Math.floorDiv(epochMs, seconds * MILLIS_PER_SECOND);
    }

    /** The time point at or before an instant. */
    public long floor(Instant instant) {
        return floor(instant.toEpochMilli());
    }

    /** Whether an instant is a time point. */
    public boolean isWhole(long epochMs) {
        return Math.floorMod(epochMs, seconds * MILLIS_PER_SECOND) == 0;
    }

    public long millis(long point) {
        return point * seconds * MILLIS_PER_SECOND;
    }

    public Instant instant(long point) {
        return Instant.ofEpochMilli(millis(point));
    }

    /** The UTC day of a time point, counted from the epoch. */
    public int day(long point) {
        return Math.toIntExact(Math.floorDiv(point, perDay()));
    }

    /** Place of a time point in its UTC day, 0 to {@link #perDay()} - 1. */
    public int ofDay(long point) {
        return Math.floorMod(point, perDay());
    }

    /** A number of intervals in hours. */
    public double hours(long intervals) {
        return intervals * (double) seconds / SECONDS_PER_HOUR;
    }

    /** A number of intervals as text, as in {@code 5 min} or {@code 36 h}. */
    public String text(long intervals) {
        return DurationText.exact(Duration.ofSeconds(intervals * seconds));
    }

    /** What the time of a reading must be: {@code whole hour} or {@code whole multiple of 5 min}. */
    public String wholeText() {
        return isHourly() ? "whole hour" : "whole multiple of " + text(1);
    }
}
