package io.minerstream.cli.report;

import java.text.MessageFormat;
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

    /** The text with its arguments; numbers are grouped as {@code 144,000} in both languages. */
    String text(String key, Object... arguments) {
        return new MessageFormat(texts.getString(key), Locale.ENGLISH).format(arguments);
    }
}
