package io.minerstream.cli.terminal;

/** One line of a terminal that says how things are now: a {@link Step} that begins with the first text. Used by one thread. */
public final class StatusLine implements AutoCloseable {

    private final Progress progress;
    private Step step;

    /** Nothing yet. */
    public StatusLine(Progress progress) {
        this.progress = progress;
    }

    /** Shows a text in place of the one before. */
    public void show(String text) {
        if (step == null) {
            step = progress.start(text, 0);
        }
        step.label(text);
    }

    /** It has ended well. */
    public void done() {
        if (step != null) {
            step.done();
        }
    }

    /** Ends it, unless it has. */
    @Override
    public void close() {
        if (step != null) {
            step.close();
        }
    }
}
