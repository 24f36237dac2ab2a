package io.minerstream.pipeline.embedded;

import io.minerstream.stack.StackListener;

/** Is told what starts and ends of an embedded pipeline. Called from several threads; methods must return quickly. */
public interface EmbeddedListener extends StackListener {

    /** The stream validator has its partitions. */
    default void validatorStarted() {}

    /** The stream validator has stopped because of a failure. */
    default void validatorFailed(Throwable cause) {}

    /** All connectors run. */
    default void sinksStarted() {}
}
