package io.minerstream.cli.pipeline;

import io.minerstream.cli.terminal.Progress;
import io.minerstream.producer.publish.RunListener;
import me.tongfei.progressbar.ProgressBar;

/** Shows how far a run is published. Used by one thread. */
final class PublishProgress implements RunListener, AutoCloseable {

    private final Progress progress;
    private ProgressBar bar;

    PublishProgress(Progress progress) {
        this.progress = progress;
    }

    @Override
    public void telemetryStarted(long records) {
        bar = progress.start("records to Kafka", records, "records");
    }

    @Override
    public void resumed(long committed) {
        progress.say("going on with a run of which %,d records are committed".formatted(committed));
    }

    @Override
    public void mayHaveDuplicates(long from) {
        progress.say(
                ("the run was broken off without transactions: readings after the first %,d may be there already and are"
                                + " written again; the sink overwrites them, the validator counts them as doubled")
                        .formatted(from));
    }

    @Override
    public void telemetryProgress(long sent, long acknowledged) {
        bar.stepTo(acknowledged);
    }

    @Override
    public void committed(long records) {
        bar.stepTo(records);
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
