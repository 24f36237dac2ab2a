package io.minerstream.cli.terminal;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jline.utils.WCWidth;

/** What a terminal shows of what is written to it. Refuses control sequences that it does not know. */
final class VirtualTerminal extends Writer {

    private static final Pattern SEQUENCE = Pattern.compile("\u001b\\[(\\??)(\\d*)([A-Za-z])");

    /** Cells; the second one of a double-width character is empty. */
    private final List<List<String>> rows = new ArrayList<>();

    private int columns;
    private int row;
    private int column;
    private boolean wraps = true;
    private boolean cursorVisible = true;
    private int writes;

    VirtualTerminal(int columns) {
        this.columns = columns;
    }

    PrintWriter writer() {
        return new PrintWriter(this, true);
    }

    /** From now on; rows that are longer are cut off, as xterm does. */
    void resize(int newColumns) {
        columns = newColumns;
        rows.forEach(line -> cut(line, newColumns));
    }

    /** All rows, without blanks at their ends and without empty ones at the end. */
    String screen() {
        return String.join(
                        "\n",
                        rows.stream()
                                .map(line -> String.join("", line).stripTrailing())
                                .toList())
                .stripTrailing();
    }

    boolean isCursorVisible() {
        return cursorVisible;
    }

    boolean isCursorAtTheEnd() {
        return column == 0 && row >= screen().lines().count();
    }

    /** How often something was written: what comes in one write is seen at once. */
    int writes() {
        return writes;
    }

    @Override
    public void write(char[] buffer, int offset, int length) {
        writes++;
        String text = new String(buffer, offset, length);
        Matcher sequence = SEQUENCE.matcher(text);
        for (int i = 0; i < text.length(); ) {
            if (text.charAt(i) == '\u001b') {
                if (!sequence.find(i) || sequence.start() != i) {
                    throw new AssertionError(
                            "not a sequence: " + text.substring(i).replace('\u001b', '^'));
                }
                obey(sequence.group(1) + sequence.group(3), sequence.group(2));
                i = sequence.end();
            } else {
                int character = text.codePointAt(i);
                put(character);
                i += Character.charCount(character);
            }
        }
    }

    private void obey(String function, String parameter) {
        switch (function) {
            case "A" -> row -= Integer.parseInt(parameter);
            case "K" -> cut(line(), column);
            case "J" -> {
                cut(line(), column);
                rows.subList(row + 1, rows.size()).clear();
            }
            case "m" -> {}
            case "?h", "?l" -> mode(parameter, function.equals("?h"));
            default -> throw new AssertionError("unknown function " + function + " " + parameter);
        }
    }

    private void mode(String mode, boolean on) {
        switch (mode) {
            case "7" -> wraps = on;
            case "25" -> cursorVisible = on;
            default -> throw new AssertionError("unknown mode " + mode);
        }
    }

    private List<String> line() {
        while (rows.size() <= row) {
            rows.add(new ArrayList<>());
        }
        return rows.get(row);
    }

    private static void cut(List<String> line, int length) {
        if (line.size() > length) {
            line.subList(length, line.size()).clear();
        }
    }

    private void put(int character) {
        switch (character) {
            case '\r' -> column = 0;
            // As the terminal's driver has it, a new line is carriage return and line feed.
            case '\n' -> {
                row++;
                column = 0;
                line();
            }
            default -> print(character);
        }
    }

    private void print(int character) {
        int width = WCWidth.wcwidth(character);
        if (column + width > columns) {
            // A terminal that does not wrap prints all the rest in its last column.
            row += wraps ? 1 : 0;
            column = wraps ? 0 : columns - width;
        }
        List<String> line = line();
        for (int i = 0; i < width; i++, column++) {
            while (line.size() <= column) {
                line.add(" ");
            }
            line.set(column, i == 0 ? Character.toString(character) : "");
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
