package io.minerstream.cli.report;

import java.util.List;
import java.util.Set;
import org.jline.utils.WCWidth;

/** Aligns text on a terminal, where a Chinese character is two columns wide. */
public final class Columns {

    private Columns() {}

    /** Width of a text in columns. */
    public static int width(String text) {
        return text.codePoints().map(WCWidth::wcwidth).sum();
    }

    /** The beginning of a text that fits into so many columns. */
    public static String cut(String text, int columns) {
        int end = 0;
        for (int width = 0; end < text.length(); end = text.offsetByCodePoints(end, 1)) {
            width += WCWidth.wcwidth(text.codePointAt(end));
            if (width > columns) {
                break;
            }
        }
        return text.substring(0, end);
    }

    /** The text, filled with spaces on its left. */
    public static String right(String text, int columns) {
        return " ".repeat(Math.max(1, columns - width(text))) + text;
    }

    /** The text, filled with spaces on its right. */
    public static String left(String text, int columns) {
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
}
