package io.minerstream.connect.copy.table;

/** What becomes of a row whose key is there already. */
public enum InsertMode {
    /** It is refused. */
    INSERT,
    /** It replaces the row. */
    UPSERT
}
