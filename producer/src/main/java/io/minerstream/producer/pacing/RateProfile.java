package io.minerstream.producer.pacing;

/**
 * How many records per second are sent, as it changes over time: what {@code --rate} says. Immutable.
 *
 * <pre>
 * max                           as fast as possible
 * RATE, constant:RATE           always this rate
 * ramp:FROM..TO/LENGTH          evenly from one rate to the other, which then holds
 * steps:RATE/LENGTH,...,RATE    one rate after the other; the last, without a length, holds
 * steps:RATE/LENGTH,...         the same, with a length for each: from the beginning again after the last
 * sine:MIN..MAX/PERIOD          from MIN to MAX and back within each period
 * burst:BASE,PEAK/LENGTH/EVERY  BASE, and at the end of each EVERY for LENGTH PEAK
 * </pre>
 *
 * <p>A rate is in records per second, at most 1,000,000,000, with at most three decimals; a length is a whole number of {@code ms},
 * {@code s}, {@code m}, {@code h} or {@code d}, at most 30 days.
 */
public final class RateProfile {

    /** As fast as possible. */
    public static final RateProfile MAX = new RateProfile("max", UnpacedSchedule.INSTANCE);

    private final String text;
    private final SendSchedule schedule;

    RateProfile(String text, SendSchedule schedule) {
        this.text = text;
        this.schedule = schedule;
    }

    /**
     * Reads a profile.
     *
     * @throws IllegalArgumentException when it has none of the forms, or a number in it is out of its range; says which
     */
    public static RateProfile parse(String text) {
        return RateParser.parse(text);
    }

    /** Whether nothing is paced. Lateness means nothing then. */
    public boolean isUnlimited() {
        return schedule == UnpacedSchedule.INSTANCE;
    }

    /** When each record is due. */
    public SendSchedule schedule() {
        return schedule;
    }

    /** What {@link #parse} reads; {@code constant:} is written out. */
    @Override
    public String toString() {
        return text;
    }
}
