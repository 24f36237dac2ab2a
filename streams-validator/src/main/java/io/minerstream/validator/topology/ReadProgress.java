package io.minerstream.validator.topology;

/** Tells records that are missing from records that have not been read yet. */
public interface ReadProgress {

    /** What may seem to be missing. */
    enum Input {
        READINGS,
        ROSTER
    }

    /**
     * Whether everything that was written to a partition of an input, committed or not, has been processed.
     *
     * <p>Asked by a stream thread, seldom, and only when records seem to be missing; may ask a broker.
     *
     * @param partition of the input's topic
     * @return false also when that cannot be told now
     */
    boolean isAtEnd(Input input, int partition);
}
