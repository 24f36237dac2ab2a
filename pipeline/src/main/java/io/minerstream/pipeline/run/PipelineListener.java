package io.minerstream.pipeline.run;

import io.minerstream.pipeline.watch.WatchListener;
import io.minerstream.producer.publish.RunListener;
import java.util.List;

/**
 * Receives the progress of a run through the pipeline. Methods must return quickly and not throw. Those of {@link RunListener} are
 * called by one thread at a time, which is not the caller's, the others by several at once.
 */
public interface PipelineListener extends RunListener, WatchListener {

    /** A listener that ignores everything. */
    PipelineListener NONE = new PipelineListener() {};

    /**
     * Whether {@link #stageReached} is wanted while the run is published, and of the validator: each look costs Kafka and the database
     * a request.
     */
    default boolean wantsEarlyStages() {
        return false;
    }

    /**
     * The run begins.
     *
     * @param stages that it goes through: at the same time, from the first record on
     */
    default void stagesPlanned(List<Stage.Name> stages) {}

    /**
     * A stage has gone on.
     *
     * @param records of the run that it has moved so far, counted roughly by the validator
     */
    default void stageReached(Stage.Name stage, long records) {}

    /** A stage has ended. */
    default void stageEnded(Stage stage) {}
}
