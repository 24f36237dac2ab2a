package io.minerstream.connect.copy.encode;

/** Writes values of one Connect schema as fields of one column type. Thread-safe. */
@FunctionalInterface
public interface ValueEncoder {

    /**
     * Writes length and value.
     *
     * @param value of the schema, never null
     * @throws BadValueException when no value of the column is this one; what was written so far is the caller's to truncate
     */
    void encode(Object value, RowBytes out);
}
