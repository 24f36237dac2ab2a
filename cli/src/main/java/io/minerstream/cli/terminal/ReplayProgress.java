package io.minerstream.cli.terminal;

import io.minerstream.cli.report.Messages;
import io.minerstream.pipeline.replay.ReplayListener;

/** Shows how far a replay is read, then how far its rows are compared. Used by one thread at a time. */
public final class ReplayProgress implements ReplayListener, AutoCloseable {

    private final Progress progress;
    private final Messages messages;
    private Step step;

    public ReplayProgress(Progress progress, Messages messages) {
        this.progress = progress;
        this.messages = messages;
    }

    @Override
    public void readingStarted(long offsets) {
        next("progress.landing", offsets);
    }

    @Override
    public void read(long offsets) {
        step.stepTo(offsets);
    }

    @Override
    public void comparisonStarted(long rows) {
        next("progress.rows", rows);
    }

    @Override
    public void compared(long rows) {
        step.stepTo(rows);
    }

    private void next(String label, long total) {
        close();
        step = progress.start(messages.text(label), total);
    }

    @Override
    public void close() {
        if (step != null) {
            step.close();
        }
    }
}
