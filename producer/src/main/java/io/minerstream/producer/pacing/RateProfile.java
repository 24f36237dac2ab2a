package io.minerstream.producer.pacing;

import java.util.OptionalDouble;

/**
 * The rate of records over time, as given by {@code --rate}. Immutable.
 *
 * <pre>
 * max                           unthrottled
 * RATE, constant:RATE           a constant rate
 * ramp:FROM..TO/LENGTH          linear from one rate to the other, which then holds
 * steps:RATE/LENGTH,...,RATE    one rate after the other; the last, without a length, holds
 * steps:RATE/LENGTH,...         the same with a length for each: repeats after the last
 * sine:MIN..MAX/PERIOD          from MIN to MAX and back in each period
 * burst:BASE,PEAK/LENGTH/EVERY  BASE, with PEAK for the last LENGTH of each EVERY
 * </pre>
 *
 * <p>A rate is in records per second, at most 1,000,000,000, with at most three decimals; a length is a whole number of {@code ms},
 * {@code s}, {@code m}, {@code h} or {@code d}, at most 30 days.
 *
 * @param text what {@link #parse} reads, with {@code constant:} written out
 * @param schedule when each record is due
 */
public record RateProfile(String text, SendSchedule schedule) {

    /** Unthrottled: as fast as possible. */
    public static final RateProfile MAX = new RateProfile("max", SendSchedule.UNPACED);

    /**
     * Parses a profile.
     *
     * @throws IllegalArgumentException when the text has none of the forms, or a number is out of range; names the part
     */
    public static RateProfile parse(String text) {
        return RateParser.parse(text);
    }

    /** Whether records are unthrottled. There is no lateness then. */
    public boolean isUnlimited() {
        return schedule == SendSchedule.UNPACED;
    }

    /** Records per second, when they are the same at any time; empty for other profiles, and for an unthrottled one. */
    public OptionalDouble constantRate() {
        return schedule.constantRate();
    }

    @Override
    public String toString() {
        return text;
    }
}
