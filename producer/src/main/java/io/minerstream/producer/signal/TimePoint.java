package io.minerstream.producer.signal;

import java.time.Instant;

/**
 * The interval that one reading covers. It begins at the time point of the reading.
 *
 * @param number number of the interval since 1970-01-01T00:00Z, in intervals of this length: the hour, for hourly readings
 * @param seconds length in seconds, at least 1
 */
public record TimePoint(long number, int seconds) {

    private static final int SECONDS_PER_HOUR = 3_600;

    /**
     * Checks the parameters.
     *
     * @throws IllegalArgumentException when {@code seconds} is below 1, or the interval begins outside the
     *     range of {@link Instant}: a billion years before or after 1970
     */
    public TimePoint {
        if (seconds < 1) {
            throw new IllegalArgumentException("interval: must be at least 1 s, got " + seconds);
        }
        if (number < Instant.MIN.getEpochSecond() / seconds || number > Instant.MAX.getEpochSecond() / seconds) {
            throw new IllegalArgumentException("interval: must begin between %s and %s, got number %s of %s s"
                    .formatted(Instant.MIN, Instant.MAX, number, seconds));
        }
    }

    /**
     * One hour.
     *
     * @param number hours since 1970-01-01T00:00Z
     */
    public static TimePoint hour(long number) {
        return new TimePoint(number, SECONDS_PER_HOUR);
    }

    /** Seconds from 1970-01-01T00:00Z to the beginning. */
    public long startSecond() {
        return number * seconds;
    }
}
