package io.minerstream.cli.failure;

import io.minerstream.cli.option.OutputOptions.Format;
import io.minerstream.cli.option.OutputOptions.Language;
import io.minerstream.cli.report.Messages;
import java.util.List;
import java.util.Locale;

/**
 * The form and the language that arguments ask for, read without the parser: it may be what failed.
 *
 * @param json whether results are JSON
 * @param messages texts in the language
 */
record Asked(boolean json, Messages messages) {

    static Asked in(List<String> arguments) {
        return new Asked(
                Format.JSON.name().equals(value(arguments, "--output")),
                (Language.ZH.name().equals(value(arguments, "--lang")) ? Language.ZH : Language.EN).messages());
    }

    /** The last value of an option, in upper case; empty for none. */
    private static String value(List<String> arguments, String option) {
        String value = "";
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals(option) && i + 1 < arguments.size()) {
                value = arguments.get(i + 1);
            } else if (argument.startsWith(option + "=")) {
                value = argument.substring(option.length() + 1);
            }
        }
        return value.toUpperCase(Locale.ROOT);
    }
}
