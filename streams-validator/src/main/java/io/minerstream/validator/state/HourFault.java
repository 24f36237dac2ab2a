package io.minerstream.validator.state;

/**
 * What was wrong with a miner's records of one hour; most hours have none. Mutable, not thread-safe.
 */
final class HourFault {

    static final int BYTES = 1 + 2 + 4 + 4;

    final int hourOfDay;
    int duplicates;
    int offHours;
    int rules;

    HourFault(int hourOfDay) {
        this.hourOfDay = hourOfDay;
    }
}
