package io.minerstream.cli.terminal;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Progress of long steps on standard error: a bar on a terminal, a line every 5 s elsewhere. Thread-safe. */
public final class Progress {

    /** Set by the start script: whether standard error is a terminal, which the JVM cannot ask. */
    public static final String TTY = "minerstream.tty";

    private static final Duration LINE_INTERVAL = Duration.ofSeconds(5);
    private static final Duration BAR_INTERVAL = Duration.ofMillis(200);
    private static final int BAR_COLUMNS = 100;

    /** ANSI: erase from the cursor to the end of the line. */
    private static final String ERASE_TO_END = "\u001b[K";

    private final PrintStream err;
    private final PrintWriter writer;
    private final boolean terminal;
    private boolean statusShown;

    private Progress(PrintStream err, boolean terminal) {
        this.err = err;
        this.writer = new PrintWriter(err, true, StandardCharsets.UTF_8);
        this.terminal = terminal;
    }

    /** Progress on the standard error of this process. */
    public static Progress onStandardError() {
        return new Progress(System.err, Boolean.getBoolean(TTY));
    }

    /** Whether standard error is a terminal. */
    public boolean isTerminal() {
        return terminal;
    }

    /** Prints one line. */
    public void say(String line) {
        synchronized (err) {
            endStatus();
            writer.println(line);
        }
    }

    /** Replaces the status line on the terminal. */
    public void status(String line) {
        synchronized (err) {
            writer.print("\r" + line + ERASE_TO_END);
            writer.flush();
            statusShown = true;
        }
    }

    /** Ends the status line, so that the next output begins a new line. */
    public void endStatus() {
        synchronized (err) {
            if (statusShown) {
                writer.println();
                statusShown = false;
            }
        }
    }

    /**
     * Shows the progress of a step until it is closed.
     *
     * @param total number at the end of the step
     * @param what what is counted, for example {@code records}
     */
    public ProgressBar start(String label, long total, String what) {
        Duration interval = terminal ? BAR_INTERVAL : LINE_INTERVAL;
        return new ProgressBarBuilder()
                .setTaskName(label)
                .setInitialMax(total)
                .setUnit(" " + what, 1)
                .showSpeed()
                .setStyle(terminal ? ProgressBarStyle.COLORFUL_UNICODE_BLOCK : ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis((int) interval.toMillis())
                .setConsumer(
                        terminal
                                ? new ConsoleProgressBarConsumer(err, BAR_COLUMNS)
                                : new DelegatingProgressBarConsumer(sayNews(), BAR_COLUMNS))
                .build();
    }

    /** Says a line unless it repeats the one before: a bar that ends at 100 % is drawn twice. */
    private Consumer<String> sayNews() {
        AtomicReference<String> last = new AtomicReference<>();
        return line -> {
            if (!line.equals(last.getAndSet(line))) {
                say(line);
            }
        };
    }
}
