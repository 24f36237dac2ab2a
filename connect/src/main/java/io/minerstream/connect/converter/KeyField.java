package io.minerstream.connect.converter;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;

/**
 * One part of a delimited key.
 *
 * @param name of the field in Connect's data, which is the column for a JDBC sink
 * @param type how its text is read
 */
record KeyField(String name, Type type) {

    /** How the text of a part is read. */
    enum Type {
        INT32,
        INT64,
        STRING;

        Schema schema() {
            return switch (this) {
                case INT32 -> Schema.INT32_SCHEMA;
                case INT64 -> Schema.INT64_SCHEMA;
                case STRING -> Schema.STRING_SCHEMA;
            };
        }

        /**
         * The value of a text.
         *
         * @return empty when the text is not <em>the</em> text of a value: of 5, +5 and 05 only the first is. Different keys
         *     must not become the same row.
         */
        Optional<Object> parse(String text) {
            try {
                return Optional.of(value(text)).filter(value -> value.toString().equals(text));
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }

        private Object value(String text) {
            return switch (this) {
                case INT32 -> Integer.valueOf(text);
                case INT64 -> Long.valueOf(text);
                case STRING -> text;
            };
        }

        /** As settings spell it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }

        static String all() {
            return Stream.of(values()).map(Type::toString).collect(Collectors.joining(", "));
        }
    }

    /**
     * A field as the settings have it.
     *
     * @param text {@code name:type}
     * @return empty when it is not of that form
     */
    static Optional<KeyField> parse(String text) {
        int colon = text.lastIndexOf(':');
        String name = colon < 0 ? "" : text.substring(0, colon).strip();
        String typeName = text.substring(colon + 1).strip();
        return Stream.of(Type.values())
                .filter(type -> !name.isEmpty() && type.toString().equals(typeName))
                .map(type -> new KeyField(name, type))
                .findFirst();
    }
}
