package io.minerstream.validator.rule;

import java.time.Duration;
import java.time.Instant;

/** Whole hours since the epoch: the time points of the validator. An {@code int} reaches beyond the year 200,000. */
public final class Hours {

    public static final long MILLIS = Duration.ofHours(1).toMillis();

    /** Hours of a UTC day. */
    public static final int PER_DAY = 24;

    private static final long LATEST_MS =
            Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

    private Hours() {}

    /** Whether an instant can be judged at all: in the years 1970 to 9999. */
    public static boolean isPlausible(long epochMs) {
        return epochMs >= 0 && epochMs <= LATEST_MS;
    }

    /** The hour that an instant lies in. */
    public static int floor(long epochMs) {
        return Math.toIntExact(Math.floorDiv(epochMs, MILLIS));
    }

    /** The hour that begins at or before an instant. */
    public static int floor(Instant instant) {
        return floor(instant.toEpochMilli());
    }

    /** Whether the instant is the very start of an hour. */
    public static boolean isWhole(long epochMs) {
        return Math.floorMod(epochMs, MILLIS) == 0;
    }

    /** Start of an hour. */
    public static Instant instant(int hour) {
        return Instant.ofEpochMilli(hour * MILLIS);
    }
}
