package io.minerstream.producer.pacing;

import java.util.concurrent.locks.LockSupport;

/** Lets time pass. */
@FunctionalInterface
public interface Sleeper {

    /** Parks the thread. Linux wakes it some 50 microseconds after the time, unless it is told otherwise. */
    Sleeper PARKING = LockSupport::parkNanos;

    /**
     * Returns after about so many nanoseconds; may return earlier, for no reason or because the thread is interrupted, and
     * leaves its interrupt status alone.
     *
     * @param nanos more than 0
     */
    void sleep(long nanos);
}
