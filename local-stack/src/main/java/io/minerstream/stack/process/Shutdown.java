package io.minerstream.stack.process;

/** The end of this JVM. */
public final class Shutdown {

    private Shutdown() {}

    /** Whether it has begun, by a signal or an exit: hooks have been started, and new ones are refused. */
    public static boolean hasBegun() {
        try {
            // Removes nothing: this thread is no hook.
            Runtime.getRuntime().removeShutdownHook(Thread.currentThread());
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }
}
