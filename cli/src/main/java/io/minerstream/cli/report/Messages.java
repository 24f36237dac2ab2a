package io.minerstream.cli.report;

import io.minerstream.schemas.run.TimeRange;
import java.text.MessageFormat;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;

/** Texts of results, numbers and lengths of time among them, in English or Chinese. Immutable. */
public final class Messages {

    // Without this, a JVM whose own language is Chinese would answer a request for English in Chinese.
    private static final ResourceBundle.Control NO_FALLBACK =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private final ResourceBundle texts;
    private final Optional<Translation> translation;

    /** @param language Chinese, of any country; English for any other */
    public Messages(Locale language) {
        texts = ResourceBundle.getBundle("io.minerstream.cli.report.messages", language, NO_FALLBACK);
        translation = language.getLanguage().equals(Locale.CHINESE.getLanguage())
                ? Optional.of(Translation.chinese())
                : Optional.empty();
    }

    /** The text with its arguments; numbers are grouped as {@code 144,000} in both languages. */
    public String text(String key, Object... arguments) {
        return new MessageFormat(texts.getString(key), Locale.ENGLISH).format(arguments);
    }

    /** The message of a failure, which all parts write in English. */
    public String failure(String message) {
        return translation.map(known -> known.of(message)).orElse(message);
    }

    /** The text of an enum's value, whose key is the prefix, a dot, and the value in lower case. */
    public String word(String prefix, Enum<?> value, Object... arguments) {
        return text(prefix + "." + value.name().toLowerCase(Locale.ROOT), arguments);
    }

    /** For example {@code 144,000}. */
    public static String grouped(long number) {
        return String.format(Locale.ENGLISH, "%,d", number);
    }

    /** A length in the largest unit of which it is a whole number: {@code 2 h}, {@code 5 min} or {@code 90 s}. */
    String interval(Duration length) {
        long seconds = length.toSeconds();
        if (seconds != 0 && seconds % 3600 == 0) {
            return text("interval.hours", seconds / 3600);
        }
        return seconds != 0 && seconds % 60 == 0
                ? text("interval.minutes", seconds / 60)
                : text("interval.seconds", seconds);
    }

    /** Length of a range: {@code 24 h}, or {@code 288 x 5 min} where readings are not an hour apart. */
    String length(TimeRange range) {
        return isHourly(range)
                ? text("interval.hours", range.timePoints())
                : text("span.length", range.timePoints(), interval(range.interval()));
    }

    /** First and last time point, and how far apart they are unless it is an hour. */
    String bounds(TimeRange range) {
        return text(
                isHourly(range) ? "span.bounds" : "span.bounds.every",
                range.from().toString(),
                range.last().toString(),
                interval(range.interval()));
    }

    private static boolean isHourly(TimeRange range) {
        return range.interval().equals(TimeRange.HOURLY);
    }
}
