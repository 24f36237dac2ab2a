package io.minerstream.pipeline.run;

import io.minerstream.pipeline.watch.WatchListener;
import io.minerstream.producer.publish.RunListener;
import io.minerstream.producer.publish.RunResult;

/**
 * Receives the progress of a run through the pipeline. Methods must return quickly and not throw. Those of {@link
 * WatchListener} are called by several threads, the others by one at a time, which is not the caller's.
 */
public interface PipelineListener extends RunListener, WatchListener {

    /** A listener that ignores everything. */
    PipelineListener NONE = new PipelineListener() {};

    /** The run is committed. */
    default void published(RunResult result) {}

    /**
     * Waiting for the sink begins.
     *
     * @param expected rows that must be in the warehouse at the end
     */
    default void landingStarted(long expected) {}

    /**
     * Rows were counted; the last call has the number expected.
     *
     * @param rows in the warehouse so far
     */
    default void landed(long rows) {}
}
