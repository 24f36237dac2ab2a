package io.minerstream.schemas.run;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses lengths of time of options and files. */
public final class LengthText {

    /** What {@link #parse} takes, for a message. */
    public static final String FORM = "a whole number of ms, s, m, h or d, for example 30s or 5m, or ISO 8601 (PT5M)";

    // 18 digits fit into a long; Duration refuses what it cannot hold.
    private static final Pattern LENGTH = Pattern.compile("([0-9]{1,18})(ms|s|m|h|d)");
    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "ms", ChronoUnit.MILLIS,
            "s", ChronoUnit.SECONDS,
            "m", ChronoUnit.MINUTES,
            "h", ChronoUnit.HOURS,
            "d", ChronoUnit.DAYS);

    private LengthText() {}

    /**
     * A length of time, which may be negative.
     *
     * @throws DateTimeException for any other text
     * @throws ArithmeticException when it is too long for a {@link Duration}
     */
    public static Duration parse(String text) {
        Matcher matcher = LENGTH.matcher(text);
        return matcher.matches()
                ? Duration.of(Long.parseLong(matcher.group(1)), UNITS.get(matcher.group(2)))
                : Duration.parse(text);
    }
}
