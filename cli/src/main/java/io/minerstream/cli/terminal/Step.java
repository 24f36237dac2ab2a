package io.minerstream.cli.terminal;

import java.time.Duration;

/** Something that takes time, with its line in a {@link Progress}. Thread-safe. */
public final class Step implements AutoCloseable {

    enum State {
        PLANNED,
        RUNNING,
        DONE,
        STOPPED
    }

    private final Progress progress;
    private final long total;
    private String label;
    private State state = State.PLANNED;
    private long count;
    private long saidCount;
    private State saidState = State.RUNNING;
    private long startNanos;
    private long firstCount;
    private long firstNanos;
    private Duration elapsed = Duration.ZERO;

    Step(Progress progress, String label, long total) {
        this.progress = progress;
        this.label = label;
        this.total = total;
    }

    /** It begins, unless it has. */
    public void begin() {
        progress.change(this, this::run);
    }

    private void run() {
        if (state == State.PLANNED) {
            state = State.RUNNING;
            startNanos = progress.nanoTime();
        }
    }

    /** Another text for it. */
    public void label(String text) {
        progress.change(this, () -> label = text);
    }

    /**
     * It has come so far.
     *
     * @param reached of its total, at least 0; may be more where it is counted roughly
     */
    public void stepTo(long reached) {
        progress.change(this, () -> {
            if (reached > count) {
                run();
                if (count == 0) {
                    // Before its first records it waited, which says nothing of its rate.
                    firstCount = reached;
                    firstNanos = progress.nanoTime();
                }
                count = Math.min(reached, total);
            }
        });
    }

    /**
     * It has ended well.
     *
     * @param records that it moved; 0 where none are counted
     * @param took how long it took
     */
    public void done(long records, Duration took) {
        progress.change(this, () -> {
            state = State.DONE;
            count = records;
            elapsed = took;
        });
    }

    /** It has ended well, now. */
    public void done() {
        progress.change(this, () -> end(State.DONE));
    }

    /** Ends it: well when it has reached its total. Idempotent. */
    @Override
    public void close() {
        progress.change(this, () -> end(total > 0 && count == total ? State.DONE : State.STOPPED));
    }

    private void end(State end) {
        elapsed = elapsed(progress.nanoTime());
        state = end;
    }

    boolean hasEnded() {
        return state == State.DONE || state == State.STOPPED;
    }

    /** Whether it has counted more, or has ended, since the last time that this was asked. */
    boolean hasNews() {
        boolean news = count > 0 && total > 0 && (count != saidCount || state != saidState);
        saidCount = count;
        saidState = state;
        return news;
    }

    State state() {
        return state;
    }

    String label() {
        return label;
    }

    /** Records at the end; 0 where none are counted. */
    long total() {
        return total;
    }

    long count() {
        return count;
    }

    Duration elapsed(long nanos) {
        return state == State.RUNNING ? Duration.ofNanos(nanos - startNanos) : elapsed;
    }

    /** Records per second, while it runs since the first ones came; 0 while that is unknown. */
    double rate(long nanos) {
        long records = hasEnded() ? count : count - firstCount;
        long taken = hasEnded() ? elapsed.toNanos() : nanos - firstNanos;
        return records > 0 && taken > 0 ? records * 1e9 / taken : 0;
    }
}
