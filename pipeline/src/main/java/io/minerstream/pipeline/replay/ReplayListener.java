package io.minerstream.pipeline.replay;

/** Told how far a replay is. Called by the thread of the replay. */
public interface ReplayListener {

    /** The connector runs again, with this many offsets before it. */
    default void readingStarted(long offsets) {}

    /** The connector has committed this many of them. */
    default void read(long offsets) {}

    /** The rows of a run are compared, this many. */
    default void comparisonStarted(long rows) {}

    /** This many of them were found. */
    default void compared(long rows) {}
}
