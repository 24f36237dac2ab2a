package io.minerstream.validator.topology;

/** Distinguishes missing records from unread ones. */
public interface ReadProgress {

    /** Inputs whose records may seem to be missing. */
    enum Input {
        READINGS,
        ROSTER
    }

    /**
     * Whether all records of a partition of an input, committed or not, have been processed.
     *
     * <p>Called by a stream thread, rarely: only when records seem to be missing. May ask a broker.
     *
     * @param partition of the input's topic
     * @return false also when it is not known
     */
    boolean isAtEnd(Input input, int partition);
}
