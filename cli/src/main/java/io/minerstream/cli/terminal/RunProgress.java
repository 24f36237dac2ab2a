package io.minerstream.cli.terminal;

import io.minerstream.cli.report.Messages;
import io.minerstream.pipeline.run.PipelineListener;
import io.minerstream.pipeline.run.Stage;
import io.minerstream.pipeline.watch.PartsWatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Shows how far each stage of a run is. Thread-safe. */
public class RunProgress extends WatchProgress implements PipelineListener, AutoCloseable {

    private final Progress progress;
    private final Messages messages;
    private final List<Stage.Name> planned = new ArrayList<>();
    private final Map<Stage.Name, Step> steps = new ConcurrentHashMap<>();

    public RunProgress(Progress progress, Messages messages) {
        super(progress);
        this.progress = progress;
        this.messages = messages;
    }

    @Override
    public final boolean wantsEarlyStages() {
        return progress.isTerminal();
    }

    @Override
    public final void stagesPlanned(List<Stage.Name> stages) {
        planned.clear();
        planned.addAll(stages);
    }

    @Override
    public final void telemetryStarted(long records) {
        steps.clear();
        for (Stage.Name stage : planned) {
            steps.put(stage, progress.plan(messages.word("stage", stage), stage == Stage.Name.CHECKS ? 0 : records));
        }
        steps.get(Stage.Name.PUBLISH).begin();
    }

    @Override
    public final void resumed(long committed) {
        say(String.format(Locale.ROOT, "resuming a run of which %,d records are committed", committed));
    }

    @Override
    public final void mayHaveDuplicates(long from) {
        say(String.format(
                Locale.ROOT,
                "the run was interrupted without transactions: readings after the first %,d may become duplicates; the sink"
                        + " overwrites them, the validator counts them",
                from));
    }

    @Override
    public final void telemetryProgress(long sent, long acknowledged) {
        stageReached(Stage.Name.PUBLISH, acknowledged);
    }

    @Override
    public final void committed(long records) {
        stageReached(Stage.Name.PUBLISH, records);
    }

    @Override
    public final void stageReached(Stage.Name stage, long records) {
        Step step = steps.get(stage);
        // Others look before the first record is sent.
        if (step != null) {
            step.stepTo(records);
        }
    }

    @Override
    public final void stageEnded(Stage stage) {
        steps.get(stage.name()).done(stage.records(), stage.elapsed());
        if (stage.name() == Stage.Name.SINK) {
            steps.get(Stage.Name.CHECKS).begin();
        }
    }

    @Override
    public final void lost(String message) {
        super.lost(message + "; waiting up to " + PartsWatch.PATIENCE.toSeconds() + " s");
    }

    @Override
    public final void close() {
        steps.values().forEach(Step::close);
    }
}
