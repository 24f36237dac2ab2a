package io.minerstream.schemas.run;

import java.time.Duration;

/**
 * Which distances of two readings a run may have: whole seconds that divide an hour, or whole hours that divide a day. So
 * every one divides a day, and time points are the same ones in every run of one interval: its whole multiples since the
 * epoch.
 */
public final class RunInterval {

    private static final int SECONDS_PER_HOUR = 3600;
    private static final int SECONDS_PER_DAY = 24 * SECONDS_PER_HOUR;

    private RunInterval() {}

    /** Whether a run may have readings so many seconds apart; false for every number below 1. */
    public static boolean isAllowed(long seconds) {
        return seconds > 0
                && (SECONDS_PER_HOUR % seconds == 0
                        || (seconds % SECONDS_PER_HOUR == 0 && SECONDS_PER_DAY % seconds == 0));
    }

    /**
     * The interval itself.
     *
     * @throws IllegalArgumentException when no run may have it; the message begins with {@code interval: }
     */
    public static Duration require(Duration interval) {
        if (interval.toNanosPart() != 0 || !isAllowed(interval.toSeconds())) {
            throw new IllegalArgumentException(
                    "interval: must be whole seconds that divide an hour or whole hours that divide a day, got "
                            + interval);
        }
        return interval;
    }
}
