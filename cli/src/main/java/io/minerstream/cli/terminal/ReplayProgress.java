package io.minerstream.cli.terminal;

import io.minerstream.pipeline.replay.ReplayListener;
import me.tongfei.progressbar.ProgressBar;

/** Shows how far a replay is read, then how far its rows are compared. Used by one thread at a time. */
public final class ReplayProgress implements ReplayListener, AutoCloseable {

    private final Progress progress;
    private ProgressBar bar;

    public ReplayProgress(Progress progress) {
        this.progress = progress;
    }

    @Override
    public void readingStarted(long offsets) {
        next("records to PostgreSQL", offsets, "records");
    }

    @Override
    public void read(long offsets) {
        bar.stepTo(offsets);
    }

    @Override
    public void comparisonStarted(long rows) {
        next("rows of the table", rows, "rows");
    }

    @Override
    public void compared(long rows) {
        bar.stepTo(rows);
    }

    private void next(String label, long total, String what) {
        close();
        bar = progress.start(label, total, what);
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
