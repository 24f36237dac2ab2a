package io.minerstream.connect.copy.table;

/** Where the key columns come from. */
public enum KeyMode {
    NONE,
    /** Topic, partition and offset of the record. */
    KAFKA,
    RECORD_KEY,
    RECORD_VALUE
}
