package io.minerstream.connect.copy.write;

/** How staged rows get into their table. */
enum StagedWay {
    /** None of their keys is there. */
    INSERT,
    /** {@code INSERT ... ON CONFLICT}: whatever there is, and whatever others insert meanwhile. */
    UPSERT,
    /** {@code MERGE}: faster, but refused when another session inserts one of the keys meanwhile. */
    MERGE
}
