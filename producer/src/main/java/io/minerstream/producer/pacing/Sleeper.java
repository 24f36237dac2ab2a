package io.minerstream.producer.pacing;

import java.util.concurrent.locks.LockSupport;

/** Sleeps. Injected, so that tests need not wait. */
@FunctionalInterface
public interface Sleeper {

    /** Parks the thread. By default, Linux wakes it about 50 microseconds late. */
    Sleeper PARKING = LockSupport::parkNanos;

    /**
     * Returns after about this time. May return earlier, spuriously or because the thread is interrupted; keeps its interrupt
     * status.
     *
     * @param nanos more than 0
     */
    void sleep(long nanos);
}
