package io.minerstream.schemas.bound;

import java.util.regex.Pattern;

/**
 * Reads the numbers of options and files: ASCII alone, with a decimal point. Java's own parsers read the digits of all scripts,
 * hexadecimal digits, a type at the end, and the words NaN and Infinity.
 */
public final class NumberText {

    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]+");
    private static final Pattern DECIMAL = Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");

    private NumberText() {}

    /**
     * A whole number of 32 bits.
     *
     * @throws NumberFormatException for any other text
     */
    public static int wholeInt(String text) {
        return Integer.parseInt(matching(WHOLE, text));
    }

    /**
     * A whole number of 64 bits.
     *
     * @throws NumberFormatException for any other text
     */
    public static long whole(String text) {
        return Long.parseLong(matching(WHOLE, text));
    }

    /**
     * A finite decimal number; a zero has no sign.
     *
     * @throws NumberFormatException for any other text
     */
    public static double decimal(String text) {
        double value = Double.parseDouble(matching(DECIMAL, text));
        if (!Double.isFinite(value)) {
            throw new NumberFormatException("too large: " + text);
        }
        return value + 0.0;
    }

    private static String matching(Pattern form, String text) {
        if (!form.matcher(text).matches()) {
            throw new NumberFormatException("no number in ASCII: " + text);
        }
        return text;
    }
}
