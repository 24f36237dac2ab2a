package io.minerstream.producer.live;

import io.minerstream.producer.run.RunSpec;
import java.time.Instant;

/** Is told how a live session goes on. Called by the session's thread; methods must return quickly and not throw. */
public interface LiveListener {

    /**
     * A run has begun, or goes on: a day, or the part of one with which the session begins or ends.
     *
     * @param next its first time point that is not committed; later than the first one when the run was broken off
     */
    default void runStarted(RunSpec run, Instant next) {}

    /** A time point is committed. */
    default void committed(LiveTimePoint timePoint) {}

    /** The session has ended, by itself or because it was stopped; not called when it failed. */
    default void ended(LiveResult result) {}
}
