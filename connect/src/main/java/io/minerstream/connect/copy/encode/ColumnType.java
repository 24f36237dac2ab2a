package io.minerstream.connect.copy.encode;

import java.util.Set;

/**
 * The type of a column, domains resolved.
 *
 * @param shown as {@code format_type} has it, for example {@code character varying(20)}
 * @param name of the base type in pg_type, for example {@code int4} or {@code _text}
 * @param oid of the base type
 * @param typmod length, or precision and scale; -1 for none
 * @param isEnum whether it is an enumeration
 * @param element name and oid of the element, with this column's typmod, of an array; null otherwise
 */
public record ColumnType(String shown, String name, int oid, int typmod, boolean isEnum, ColumnType element) {

    /** Not floating point and numeric (0.0 and -0.0, 1.0 and 1.00), nor text, whose collation may take two for equal. */
    private static final Set<String> ONE_FORM =
            Set.of("int2", "int4", "int8", "date", "timestamp", "timestamptz", "uuid");

    /** What PostgreSQL adds to the typmod of types with a length. */
    private static final int TYPMOD_HEADER = 4;

    /** Whether equal values have the same bytes. */
    public boolean hasOneFormOfAValue() {
        return ONE_FORM.contains(name);
    }

    /** Characters of {@code varchar(n)} and {@code char(n)}; -1 for no limit. */
    int maxLength() {
        return typmod < TYPMOD_HEADER ? -1 : typmod - TYPMOD_HEADER;
    }

    /** Precision of {@code numeric(p,s)}; -1 for no limit. */
    int precision() {
        return typmod < TYPMOD_HEADER ? -1 : (typmod - TYPMOD_HEADER) >> 16 & 0xffff;
    }

    /** Scale of {@code numeric(p,s)}, -1000 to 1000. */
    int scale() {
        return ((typmod - TYPMOD_HEADER & 0x7ff) ^ 1024) - 1024;
    }
}
