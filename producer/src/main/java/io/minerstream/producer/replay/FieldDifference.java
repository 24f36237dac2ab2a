package io.minerstream.producer.replay;

/**
 * A field that does not hold what was generated.
 *
 * @param field name of the column
 * @param expected the generated value, {@code NULL} for none
 * @param found the value that is there, {@code NULL} for none
 */
public record FieldDifference(String field, String expected, String found) {

    /** Values as {@code String.valueOf} gives them: the shortest decimal that tells a double from its neighbours. */
    static FieldDifference of(String field, Object expected, Object found) {
        return new FieldDifference(field, orNull(expected), orNull(found));
    }

    private static String orNull(Object value) {
        return value == null ? "NULL" : value.toString();
    }
}
