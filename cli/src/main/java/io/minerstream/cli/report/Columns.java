package io.minerstream.cli.report;

import java.lang.Character.UnicodeScript;

/** Aligns text on a terminal, where a Chinese character is two columns wide. */
final class Columns {

    private Columns() {}

    /** Columns that a text takes. */
    static int width(String text) {
        return text.codePoints().map(Columns::width).sum();
    }

    /** The text, filled with spaces on its left. */
    static String right(String text, int columns) {
        return " ".repeat(Math.max(1, columns - width(text))) + text;
    }

    private static int width(int codePoint) {
        boolean fullWidth = codePoint >= 0xff01 && codePoint <= 0xff60;
        return UnicodeScript.of(codePoint) == UnicodeScript.HAN || fullWidth ? 2 : 1;
    }
}
