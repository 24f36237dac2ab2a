package io.minerstream.validator.policy;

import io.minerstream.schemas.run.Interval;
import java.time.Duration;

/**
 * A length of event time: a number of intervals of the readings, and a fixed time on top.
 *
 * @param intervals at least 0
 * @param time at least 0
 */
public record Length(int intervals, Duration time) {

    /** No time at all. */
    public static final Length NONE = new Length(0, Duration.ZERO);

    public Length {
        if (intervals < 0 || time.isNegative()) {
            throw new IllegalArgumentException(
                    "length: intervals and time must be at least 0, got " + intervals + " and " + time);
        }
    }

    /** A number of intervals: as long as so many readings of the miner. */
    public static Length ofIntervals(int intervals) {
        return new Length(intervals, Duration.ZERO);
    }

    /** How long it is for readings of an interval. */
    public long millis(Interval interval) {
        return interval.millis(intervals) + time.toMillis();
    }
}
