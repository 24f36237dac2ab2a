package io.minerstream.cli.option;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a duration in one unit, as in {@code --rate} ({@code 30s}, {@code 5m}, {@code 1h}, {@code 30d}), or ISO 8601 ({@code PT5M}). */
public final class DurationConverter implements ITypeConverter<Duration> {

    // 18 digits fit into a long; Duration refuses what it cannot hold.
    private static final Pattern FORM = Pattern.compile("([0-9]{1,18})(ms|s|m|h|d)");

    @Override
    public Duration convert(String text) {
        try {
            Matcher matcher = FORM.matcher(text);
            return matcher.matches()
                    ? length(Long.parseLong(matcher.group(1)), matcher.group(2))
                    : Duration.parse(text);
        } catch (DateTimeParseException | ArithmeticException e) {
            throw new TypeConversionException(
                    "must be a whole number of ms, s, m, h or d, for example 30s or 5m, or ISO 8601 (PT5M), got '"
                            + text + "'");
        }
    }

    private static Duration length(long number, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }
}
