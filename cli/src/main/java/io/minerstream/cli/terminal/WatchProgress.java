package io.minerstream.cli.terminal;

import io.minerstream.pipeline.watch.WatchListener;

/** Reports on standard error which parts are lost, and which are back. Thread-safe. */
public class WatchProgress implements WatchListener {

    private final Progress progress;

    public WatchProgress(Progress progress) {
        this.progress = progress;
    }

    /** Prints one line. */
    protected final void say(String line) {
        progress.say(line);
    }

    @Override
    public void lost(String message) {
        say(message);
    }

    @Override
    public void recovered(String part) {
        say(part + " is back");
    }
}
