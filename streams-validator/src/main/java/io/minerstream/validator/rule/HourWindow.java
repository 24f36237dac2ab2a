package io.minerstream.validator.rule;

import java.time.Instant;

/**
 * A window of whole hours, half-open.
 *
 * @param fromHour first hour since the epoch, inclusive
 * @param toHour end, exclusive; after {@code fromHour}
 */
public record HourWindow(int fromHour, int toHour) {

    public HourWindow {
        if (fromHour >= toHour) {
            throw new IllegalArgumentException("toHour: must be after fromHour (" + fromHour + "), got " + toHour);
        }
    }

    /** Number of time points, at least 1. */
    public int hours() {
        return toHour - fromHour;
    }

    public Instant start() {
        return Hours.instant(fromHour);
    }

    public Instant end() {
        return Hours.instant(toHour);
    }

    /** For people and for keys, as in {@code 2026-11-22T00:00:00Z/2026-11-23T00:00:00Z}. */
    @Override
    public String toString() {
        return start() + "/" + end();
    }
}
