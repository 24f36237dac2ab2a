package io.minerstream.pipeline.verify;

import java.time.Instant;
import java.util.List;

/**
 * Records of the telemetry topic that belong to no known run, and stand where the compared run does: of one of its miners within
 * its range, or unreadable. What a sink writes for them may be in place of the run's rows.
 *
 * @param count how many there are, at least 0
 * @param allowed whether they do not matter
 * @param first the first of them, in the order of reading
 */
public record ForeignRecords(long count, boolean allowed, List<ForeignRecord> first) {

    /** Of a comparison with a table, whose rows name no run. */
    public static final ForeignRecords NONE = new ForeignRecords(0, false, List.of());

    /**
     * One of them.
     *
     * @param kind what it is
     * @param minerId null when it cannot be told
     * @param recordedAt time of the reading; that of the record when it cannot be read
     * @param where partition and offset, and why it cannot be read
     */
    public record ForeignRecord(Kind kind, Integer minerId, Instant recordedAt, String where) {}

    /** What a foreign record is. */
    public enum Kind {
        /** Has miner and time of a generated reading: their rows replace each other. */
        SAME_KEY,
        /** Is of one of the run's miners, between two time points. */
        OFF_INTERVAL,
        /** Cannot be read, so that nobody knows what it is for; its key, if there is one, is that of a miner of the run. */
        UNREADABLE
    }

    public ForeignRecords {
        first = List.copyOf(first);
    }

    /** Whether there are none, or they do not matter. */
    public boolean passed() {
        return allowed || count == 0;
    }
}
