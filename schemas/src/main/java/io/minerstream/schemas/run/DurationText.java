package io.minerstream.schemas.run;

import java.time.Duration;
import java.util.Locale;

/** Lengths of time as text, the same in every language. */
public final class DurationText {

    private static final int MINUTE = 60;
    private static final int HOUR = 3600;

    private DurationText() {}

    /** Whole seconds in the largest unit that divides them: {@code 2 h}, {@code 5 min} or {@code 90 s}. */
    public static String exact(Duration length) {
        long seconds = length.toSeconds();
        if (seconds == 0 || seconds % MINUTE != 0) {
            return seconds + " s";
        }
        return seconds % HOUR == 0 ? seconds / HOUR + " h" : seconds / MINUTE + " min";
    }

    /** Whole seconds as options take them: {@code 2h}, {@code 5m} or {@code 90s}. */
    public static String option(Duration length) {
        return exact(length).replace(" ", "").replace("min", "m");
    }

    /** Rounded down: whole days from two days, whole hours from two hours, else seconds. */
    public static String rounded(Duration length) {
        if (length.toDays() >= 2) {
            return length.toDays() + " days";
        }
        return length.toHours() >= 2 ? length.toHours() + " hours" : length.toSeconds() + " s";
    }

    /** How long something took: {@code 0.02 s}, {@code 1.9 s} or {@code 2 min 05 s}. */
    public static String elapsed(Duration length) {
        if (length.toMinutes() > 0) {
            return String.format(Locale.ROOT, "%d min %02d s", length.toMinutes(), length.toSecondsPart());
        }
        double seconds = length.toNanos() / 1e9;
        return String.format(Locale.ROOT, seconds < 0.1 ? "%.2f s" : "%.1f s", seconds);
    }
}
