package io.minerstream.validator.state;

/**
 * What was wrong with a miner's records of one time point; most time points have none. Mutable, not thread-safe.
 */
final class PointFault {

    /** Place of the time point in its day. */
    final int ofDay;

    int duplicates;
    int offCadence;
    int rules;

    PointFault(int ofDay) {
        this.ofDay = ofDay;
    }
}
