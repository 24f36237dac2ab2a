package io.minerstream.cli.terminal;

import io.minerstream.cli.report.Messages;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What a command does, on standard error: on a terminal a line for each step, drawn again and again below everything else until all
 * steps have ended; elsewhere a line every 5 s for each step that has gone on. Thread-safe.
 */
public final class Progress {

    /** Set by the start script: whether standard error is a terminal, which the JVM cannot ask. */
    public static final String TTY = "minerstream.tty";

    private static final Duration LINE_INTERVAL = Duration.ofSeconds(5);
    private static final Duration FRAME_INTERVAL = Duration.ofMillis(100);

    private final PrintWriter err;
    private final LiveArea area;
    private final Supplier<TerminalSize> size;
    private final StepText text;
    private final LongSupplier nanoTime;
    private final Executor ticker;

    /** Those that have not ended, and those that were planned or ended beside them. */
    private final List<Step> steps = new ArrayList<>();

    private boolean ticking;
    private boolean over;

    /**
     * @param size of the terminal; null where there is none
     * @param ticker runs on a thread of its own what shows steps until they have ended
     */
    Progress(PrintWriter err, Supplier<TerminalSize> size, StepText text, LongSupplier nanoTime, Executor ticker) {
        this.err = err;
        this.area = new LiveArea(err);
        this.size = size;
        this.text = text;
        this.nanoTime = nanoTime;
        this.ticker = ticker;
    }

    /** Progress on the standard error of this process. */
    public static Progress onStandardError(Messages messages) {
        Map<String, String> environment = System.getenv();
        boolean terminal = Boolean.getBoolean(TTY) && !List.of("", "dumb").contains(given(environment.get("TERM")));
        Progress progress = new Progress(
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                terminal ? TerminalSize.ofProcess(given(environment.get("COLUMNS"))) : null,
                new StepText(messages, given(environment.get("NO_COLOR")).isEmpty()),
                System::nanoTime,
                Progress::runBeside);
        if (terminal) {
            Runtime.getRuntime().addShutdownHook(new Thread(progress::end, "minerstream-progress-end"));
        }
        return progress;
    }

    private static String given(String variable) {
        return variable == null ? "" : variable;
    }

    private static void runBeside(Runnable work) {
        Thread thread = new Thread(work, "minerstream-progress");
        thread.setDaemon(true);
        thread.start();
    }

    /** Whether steps have lines that are drawn again and again. */
    public boolean isTerminal() {
        return size != null;
    }

    /** Prints one line. */
    public void say(String line) {
        print(() -> err.println(line));
    }

    /** Prints something, on standard output as well, that must not run through the lines of steps. */
    public synchronized void print(Runnable print) {
        area.above(print);
    }

    /**
     * Begins a step.
     *
     * @param total of what is counted, at the end; 0 when nothing is
     */
    public Step start(String label, long total) {
        Step step = plan(label, total);
        step.begin();
        return step;
    }

    /** A step that begins later, see {@link #start}. */
    public synchronized Step plan(String label, long total) {
        Step step = new Step(this, label, total);
        steps.add(step);
        if (!ticking) {
            ticking = true;
            ticker.execute(this::tick);
        }
        return step;
    }

    private synchronized void tick() {
        try {
            while (!steps.isEmpty()) {
                show();
                wait((isTerminal() ? FRAME_INTERVAL : LINE_INTERVAL).toMillis());
            }
        } catch (InterruptedException e) {
            // Nobody interrupts it; the steps go on unseen.
            Thread.currentThread().interrupt();
        }
        ticking = false;
    }

    /** Shows how far the steps are. */
    synchronized void show() {
        if (isTerminal()) {
            if (!over) {
                area.draw(lines());
            }
        } else {
            steps.forEach(this::sayNews);
        }
    }

    private List<String> lines() {
        return text.frame(steps, size.get(), nanoTime());
    }

    private void sayNews(Step step) {
        if (step.hasNews()) {
            say(text.plain(step, nanoTime()));
        }
    }

    long nanoTime() {
        return nanoTime.getAsLong();
    }

    /** Changes the state of one of the steps. */
    synchronized void change(Step step, Runnable change) {
        if (step.hasEnded()) {
            return;
        }
        change.run();
        if (!step.hasEnded()) {
            return;
        }
        if (!isTerminal()) {
            sayNews(step);
        }
        if (steps.stream().allMatch(Step::hasEnded)) {
            if (isTerminal() && !over) {
                area.leave(lines());
            }
            steps.clear();
            notifyAll();
        }
    }

    /** Gives the terminal back when the JVM ends: what has not ended by then is not shown any more. */
    synchronized void end() {
        List.copyOf(steps).forEach(Step::close);
        over = true;
    }
}
