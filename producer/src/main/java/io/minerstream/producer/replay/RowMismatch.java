package io.minerstream.producer.replay;

import java.time.Instant;
import java.util.List;

/**
 * A row that is wrong.
 *
 * @param kind what is wrong with it
 * @param minerId {@code hosting_miners.id}; null when it cannot be told
 * @param recordedAt time of the reading; null when it cannot be told
 * @param fields the fields that differ from the generated ones; not empty for {@link Kind#DIFFERENT}, empty for a {@link Kind#DUPLICATE}
 *     with the generated values and for all others
 * @param where where the row is, or why it cannot be read; empty when miner and time say enough
 */
public record RowMismatch(Kind kind, Integer minerId, Instant recordedAt, List<FieldDifference> fields, String where) {

    /** What is wrong with a row. */
    public enum Kind {
        /** Generated, and not found. */
        MISSING,
        /** Found, and not generated: another miner of the site, or another time. */
        EXTRA,
        /** One too many of its miner and time, the wrong one where only one is right; counts as extra. */
        DUPLICATE,
        /** Found, and cannot be read; counts as extra. */
        UNREADABLE,
        /** Found with other values. */
        DIFFERENT
    }

    public RowMismatch {
        fields = List.copyOf(fields);
        if (fields.isEmpty() ? kind == Kind.DIFFERENT : kind != Kind.DIFFERENT && kind != Kind.DUPLICATE) {
            throw new IllegalArgumentException(
                    "offender: different rows have different fields, duplicates may, others do not, got %s with %s"
                            .formatted(kind, fields));
        }
    }
}
