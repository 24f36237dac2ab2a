package io.minerstream.validator.state;

/** What was wrong with the records of a miner at one time point. Mutable, not thread-safe. */
final class PointFault {

    /** Index of the time point in its day. */
    final int ofDay;

    int duplicates;
    int offCadence;
    int rules;

    PointFault(int ofDay) {
        this.ofDay = ofDay;
    }
}
