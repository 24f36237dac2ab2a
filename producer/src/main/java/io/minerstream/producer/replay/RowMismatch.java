package io.minerstream.producer.replay;

import java.time.Instant;
import java.util.List;

/**
 * A row that is wrong.
 *
 * @param kind what is wrong with it
 * @param minerId {@code hosting_miners.id}; null when it cannot be told
 * @param recordedAt time of the reading; null when it cannot be told
 * @param fields the fields that differ; not empty for {@link Kind#DIFFERENT}, empty for all others
 * @param where where the row is, or why it cannot be read; empty when miner and time say enough
 */
public record RowMismatch(Kind kind, Integer minerId, Instant recordedAt, List<FieldDifference> fields, String where) {

    /** What is wrong with a row. */
    public enum Kind {
        /** Generated, and not found. */
        MISSING,
        /** Found, and not generated: another miner of the site, or another time. */
        EXTRA,
        /** Found a second time; counts as extra. */
        DUPLICATE,
        /** Found, and cannot be read; counts as extra. */
        UNREADABLE,
        /** Found with other values. */
        DIFFERENT
    }

    public RowMismatch {
        fields = List.copyOf(fields);
        if ((kind == Kind.DIFFERENT) == fields.isEmpty()) {
            throw new IllegalArgumentException(
                    "offender: only different rows have different fields, got %s with %s".formatted(kind, fields));
        }
    }
}
