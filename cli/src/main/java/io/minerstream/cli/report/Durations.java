package io.minerstream.cli.report;

import java.time.Duration;
import java.util.Locale;

/** Durations for people. */
public final class Durations {

    private Durations() {}

    /** For example {@code 0.02 s}, {@code 1.9 s}, or {@code 2 min 05 s}. */
    public static String text(Duration duration) {
        if (duration.toMinutes() > 0) {
            return "%d min %02d s".formatted(duration.toMinutes(), duration.toSecondsPart());
        }
        double seconds = duration.toNanos() / 1e9;
        return String.format(Locale.ROOT, seconds < 0.1 ? "%.2f s" : "%.1f s", seconds);
    }
}
