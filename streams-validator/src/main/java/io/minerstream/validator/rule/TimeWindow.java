package io.minerstream.validator.rule;

import io.minerstream.schemas.run.Interval;
import java.time.Instant;

/**
 * A window of time points, half-open.
 *
 * @param interval interval of the time points
 * @param from first time point, inclusive
 * @param to end, exclusive; after {@code from}
 */
public record TimeWindow(Interval interval, long from, long to) {

    public TimeWindow {
        if (from >= to) {
            throw new IllegalArgumentException("to: must be after from (" + from + "), got " + to);
        }
    }

    /** Number of time points, at least 1. */
    public int points() {
        return Math.toIntExact(to - from);
    }

    /** The instant of a time point. */
    public Instant at(long point) {
        return interval.instant(point);
    }

    public Instant start() {
        return at(from);
    }

    public Instant end() {
        return at(to);
    }

    /** The last time point, milliseconds since the epoch. */
    public long lastMs() {
        return interval.millis(to - 1);
    }

    /** For people and for keys, as in {@code 2026-11-22T00:00:00Z/2026-11-23T00:00:00Z}. */
    @Override
    public String toString() {
        return start() + "/" + end();
    }
}
