package io.minerstream.pipeline.embedded;

import io.minerstream.pipeline.watch.WatchListener;
import io.minerstream.stack.StackListener;

/** Receives start and end of the parts of an embedded pipeline. Called from several threads; methods must return quickly. */
public interface EmbeddedListener extends StackListener, WatchListener {

    /** The stream validator has its partitions. */
    default void validatorStarted() {}

    /** The stream validator has stopped because of a failure. */
    default void validatorFailed(Throwable cause) {}

    /** A property of an existing table would stop the sinks. */
    default void tableFinding(String finding) {}

    /** All connectors run. */
    default void sinksStarted() {}
}
