package io.minerstream.producer.live;

import io.minerstream.producer.run.RunSpec;
import java.time.Instant;

/** Follows a live session. Called by the session's thread; methods must return quickly and not throw. */
public interface LiveListener {

    /**
     * A run began or resumed: a day, or part of one at the start or end of the session.
     *
     * @param next its first time point that is not committed; later than the first one when the run was interrupted
     */
    default void runStarted(RunSpec run, Instant next) {}

    /** A time point is committed. */
    default void committed(LiveTimePoint timePoint) {}

    /** The session has ended, by itself or because it was stopped; not called when it failed. */
    default void ended(LiveResult result) {}
}
