package io.minerstream.cli.terminal;

import java.io.PrintWriter;
import java.util.Iterator;
import java.util.List;

/**
 * Lines at the cursor of a terminal that are drawn again and again, in one write each time. Between two frames the cursor, hidden,
 * is in front of the first line: whatever the terminal does to wrapped lines when it is resized, the next frame begins there, and
 * what others write there is only overwritten in part. Not thread-safe.
 */
final class LiveArea {

    private static final String HIDE_CURSOR = "\u001b[?25l";
    private static final String SHOW_CURSOR = "\u001b[?25h";

    /** Cuts lines off at the right edge: the width may have changed since the frame was made. */
    private static final String CLIP = "\u001b[?7l";

    private static final String WRAP = "\u001b[?7h";
    private static final String ERASE_LINE = "\u001b[K";
    private static final String ERASE_BELOW = "\u001b[J";

    private final PrintWriter out;
    private List<String> shown = List.of();

    LiveArea(PrintWriter out) {
        this.out = out;
    }

    /** Shows lines in place of those before. */
    void draw(List<String> lines) {
        if (!lines.equals(shown)) {
            String up = lines.size() > 1 ? "\u001b[" + (lines.size() - 1) + "A" : "";
            write((shown.isEmpty() ? HIDE_CURSOR : "") + frame(lines) + up + "\r");
            shown = List.copyOf(lines);
        }
    }

    /** Prints something that stays, above the lines. */
    void above(Runnable print) {
        if (shown.isEmpty()) {
            print.run();
            return;
        }
        write("\r" + ERASE_BELOW);
        print.run();
        List<String> lines = shown;
        shown = List.of();
        draw(lines);
    }

    /** Leaves lines in place of those before, which stay, and begins a new line. */
    void leave(List<String> lines) {
        write(frame(lines) + "\r\n" + SHOW_CURSOR);
        shown = List.of();
    }

    private static String frame(List<String> lines) {
        StringBuilder frame = new StringBuilder("\r").append(CLIP);
        for (Iterator<String> rest = lines.iterator(); rest.hasNext(); ) {
            frame.append(rest.next()).append(rest.hasNext() ? ERASE_LINE + "\r\n" : ERASE_BELOW);
        }
        return frame.append(WRAP).toString();
    }

    private void write(String text) {
        out.print(text);
        out.flush();
    }
}
