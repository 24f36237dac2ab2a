package io.minerstream.pipeline.run;

import io.minerstream.producer.publish.RunListener;
import io.minerstream.producer.publish.RunResult;

/**
 * Receives the progress of a run through the pipeline. Methods must return quickly and not throw. Those of {@link RunListener} and {@link
 * #published} are called by the caller's thread, the others afterwards by another one.
 */
public interface PipelineListener extends RunListener {

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
