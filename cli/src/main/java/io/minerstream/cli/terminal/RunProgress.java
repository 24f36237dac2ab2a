package io.minerstream.cli.terminal;

import io.minerstream.pipeline.run.PipelineListener;
import io.minerstream.pipeline.watch.PartsWatch;
import io.minerstream.producer.publish.RunResult;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;

/** Shows how far a run is published, then how far it is in the warehouse. Used by one thread at a time. */
public final class RunProgress extends WatchProgress implements PipelineListener, AutoCloseable {

    private final Progress progress;
    private ProgressBar bar;

    public RunProgress(Progress progress) {
        super(progress);
        this.progress = progress;
    }

    @Override
    public void telemetryStarted(long records) {
        bar = progress.start("records to Kafka", records, "records");
    }

    @Override
    public void resumed(long committed) {
        progress.say(String.format(Locale.ROOT, "resuming a run of which %,d records are committed", committed));
    }

    @Override
    public void mayHaveDuplicates(long from) {
        progress.say(String.format(
                Locale.ROOT,
                "the run was interrupted without transactions: readings after the first %,d may become duplicates; the sink"
                        + " overwrites them, the validator counts them",
                from));
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
    public void published(RunResult result) {
        close();
    }

    @Override
    public void lost(String message) {
        say(message + "; waiting up to " + PartsWatch.PATIENCE.toSeconds() + " s");
    }

    @Override
    public void landingStarted(long expected) {
        bar = progress.start("rows in PostgreSQL", expected, "rows");
    }

    @Override
    public void landed(long rows) {
        bar.stepTo(rows);
        if (rows >= bar.getMax()) {
            close();
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
