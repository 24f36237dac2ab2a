package io.minerstream.validator.topology;

/** Tells records that are missing from records that have not been read yet. */
public interface ReadProgress {

    /**
     * Whether everything that was written to a partition of the readings, committed or not, has been judged.
     *
     * <p>Asked by a stream thread, seldom, and only when records seem to be missing; may ask a broker.
     *
     * @param partition of the topic of the readings
     * @return false also when that cannot be told now
     */
    boolean isAtEnd(int partition);
}
