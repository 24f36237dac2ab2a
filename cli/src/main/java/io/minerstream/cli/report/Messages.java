package io.minerstream.cli.report;

import java.text.MessageFormat;
import java.time.Duration;
import java.util.Locale;
import java.util.ResourceBundle;

/** Texts of results, in English or Chinese. */
final class Messages {

    private static final ResourceBundle.Control NO_FALLBACK =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private final ResourceBundle texts;

    Messages(Locale locale) {
        texts = ResourceBundle.getBundle("io.minerstream.cli.report.messages", locale, NO_FALLBACK);
    }

    /** A length in the largest unit of which it is a whole number: {@code 2 h}, {@code 5 min} or {@code 90 s}. */
    String interval(Duration length) {
        if (length.equals(Duration.ofHours(length.toHours()))) {
            return text("interval.hours", length.toHours());
        }
        return length.equals(Duration.ofMinutes(length.toMinutes()))
                ? text("interval.minutes", length.toMinutes())
                : text("interval.seconds", length.toSeconds());
    }

    /** The text with its arguments; numbers are grouped as {@code 144,000} in both languages. */
    String text(String key, Object... arguments) {
        return new MessageFormat(texts.getString(key), Locale.ENGLISH).format(arguments);
    }
}
