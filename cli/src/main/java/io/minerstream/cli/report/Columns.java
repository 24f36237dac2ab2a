package io.minerstream.cli.report;

import java.lang.Character.UnicodeScript;
import java.util.List;
import java.util.Set;

/** Aligns text on a terminal, where a Chinese character is two columns wide. */
final class Columns {

    private Columns() {}

    /** Width of a text in columns. */
    static int width(String text) {
        return text.codePoints().map(Columns::width).sum();
    }

    /** The text, filled with spaces on its left. */
    static String right(String text, int columns) {
        return " ".repeat(Math.max(1, columns - width(text))) + text;
    }

    /** The text, filled with spaces on its right. */
    static String left(String text, int columns) {
        return text + " ".repeat(Math.max(1, columns - width(text)));
    }

    /**
     * Rows with columns as wide as their widest cell, two spaces between them.
     *
     * @param rows cells, as many in each row
     * @param rightAligned numbers of the columns whose text is aligned right, from 0
     */
    static List<String> table(List<List<String>> rows, Set<Integer> rightAligned) {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], width(row.get(i)));
            }
        }
        return rows.stream().map(row -> line(row, widths, rightAligned)).toList();
    }

    private static String line(List<String> row, int[] widths, Set<Integer> rightAligned) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String space = " ".repeat(widths[i] - width(row.get(i)));
            line.append(i == 0 ? "" : "  ")
                    .append(rightAligned.contains(i) ? space : "")
                    .append(row.get(i))
                    .append(rightAligned.contains(i) ? "" : space);
        }
        return line.toString().stripTrailing();
    }

    private static int width(int codePoint) {
        boolean fullWidth = codePoint >= 0xff01 && codePoint <= 0xff60;
        return UnicodeScript.of(codePoint) == UnicodeScript.HAN || fullWidth ? 2 : 1;
    }
}
