package io.minerstream.stack;

import java.time.Duration;

/**
 * Called on changes of the components, by several threads, also concurrently. Implementations should return soon: the start waits
 * for them.
 */
public interface StackListener {

    /** Ignores all changes. */
    StackListener NONE = new StackListener() {};

    /** The component begins to start. */
    default void starting(Component component) {}

    /** The component answers. */
    default void started(Component component, Duration took) {}

    /** The component did not start; {@link LocalStack#start()} throws the same message. */
    default void failed(Component component, String message) {}

    /** The component has ended because the stack was closed. */
    default void stopped(Component component) {}

    /**
     * A component has ended unexpectedly; the others run until the stack is closed.
     *
     * @param message what {@link LocalStack#awaitExit()} returns, with the path of the log in place of its end
     */
    default void exited(String message) {}
}
