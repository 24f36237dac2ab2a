package io.minerstream.pipeline.watch;

/** Receives what happens to watched parts. Called by several threads; methods must return quickly and not throw. */
public interface WatchListener {

    /**
     * A part has stopped to answer, or a connector has failed. Called once until it recovers.
     *
     * @param message what must hold, what came, what to do
     */
    default void lost(String message) {}

    /**
     * A part answers again.
     *
     * @param part its name, as in the middle of a sentence
     */
    default void recovered(String part) {}
}
