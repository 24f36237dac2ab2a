package io.minerstream.cli.terminal;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jline.utils.Signals;

/**
 * Size of a terminal.
 *
 * @param rows at least 1
 * @param columns at least 1
 */
record TerminalSize(int rows, int columns) {

    static final TerminalSize DEFAULT = new TerminalSize(24, 80);

    private static final Pattern SIZE = Pattern.compile("([1-9]\\d{0,4}) ([1-9]\\d{0,4})\\s*");
    private static final File TERMINAL = new File("/dev/tty");

    /**
     * The size of the terminal of this process, asked again when it has changed.
     *
     * @param columns the variable {@code COLUMNS}, which wins where it is a number
     */
    static Supplier<TerminalSize> ofProcess(String columns) {
        if (columns.matches("[1-9]\\d{0,4}")) {
            TerminalSize fixed = new TerminalSize(ask().rows, Integer.parseInt(columns));
            return () -> fixed;
        }
        return new Asked();
    }

    private static final class Asked implements Supplier<TerminalSize> {

        private volatile boolean changed = true;
        private TerminalSize size;

        Asked() {
            Signals.register("WINCH", () -> changed = true);
        }

        @Override
        public synchronized TerminalSize get() {
            if (changed) {
                changed = false;
                size = ask();
            }
            return size;
        }
    }

    /** By {@code stty}, since the JVM cannot ask. JLine's terminal asks in the same way, and takes half a second to be ready. */
    private static TerminalSize ask() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(TERMINAL)
                    .redirectError(Redirect.DISCARD)
                    .start();
            return parse(new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
        } catch (IOException e) {
            // No terminal controls this process, or there is no stty.
            return DEFAULT;
        }
    }

    /** What {@code stty size} prints; the default size where that is none. */
    static TerminalSize parse(String size) {
        Matcher numbers = SIZE.matcher(size);
        return numbers.matches()
                ? new TerminalSize(Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)))
                : DEFAULT;
    }
}
