package io.minerstream.connect.converter;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/** The form of a delimited key. Immutable. */
final class KeyFields {

    private static final int SHOWN_CHARS = 100;

    /** Types of fields. */
    static final List<String> TYPES = Stream.of(Schema.Type.INT32, Schema.Type.INT64, Schema.Type.STRING)
            .map(Schema.Type::getName)
            .toList();

    private static final Pattern FIELD = Pattern.compile("\\s*(.*\\S)\\s*:\\s*(" + String.join("|", TYPES) + ")\\s*");

    private final String delimiter;
    private final Schema schema;

    /** @param texts checked by {@link #requireValid} */
    KeyFields(List<String> texts, String delimiter) {
        this.delimiter = delimiter;
        SchemaBuilder struct = SchemaBuilder.struct();
        for (String text : texts) {
            Matcher field = FIELD.matcher(text);
            if (!field.matches()) {
                throw new IllegalArgumentException(text);
            }
            struct.field(
                    field.group(1),
                    new ConnectSchema(Schema.Type.valueOf(field.group(2).toUpperCase(Locale.ROOT))));
        }
        this.schema = struct.build();
    }

    /** @throws ConfigException naming everything that is wrong */
    static void requireValid(String setting, Object value) {
        List<?> texts = value instanceof List<?> list ? list : List.of();
        List<String> errors = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Object text : texts) {
            Matcher field = FIELD.matcher(text.toString());
            if (!field.matches()) {
                errors.add("must be name:type with a type of " + String.join(", ", TYPES) + ", got '" + text + "'");
            } else if (!names.add(field.group(1))) {
                errors.add("must name each field once, got '" + field.group(1) + "' twice");
            }
        }
        if (texts.isEmpty()) {
            errors.add("must name at least one field, got none");
        }
        if (!errors.isEmpty()) {
            throw new ConfigException(setting + ": " + String.join("; ", errors));
        }
    }

    /** The same object at each call. */
    Schema schema() {
        return schema;
    }

    /** @throws DataException when the text is not of this form */
    Struct parse(String text) {
        Struct struct = new Struct(schema);
        int from = 0;
        for (Field field : schema.fields()) {
            int to = field.index() == schema.fields().size() - 1 ? text.length() : text.indexOf(delimiter, from);
            if (to < 0) {
                throw mustBeOfThisForm(text);
            }
            struct.put(field, value(field, text.substring(from, to)).orElseThrow(() -> mustBeOfThisForm(text)));
            from = to + delimiter.length();
        }
        return struct;
    }

    /**
     * The value of a part; empty when the part is not <em>the</em> text of a value: of 5, +5 and 05 only the first is. Different
     * keys must not become the same row.
     */
    private static Optional<Object> value(Field field, String part) {
        try {
            Object value =
                    switch (field.schema().type()) {
                        case INT32 -> Integer.valueOf(part);
                        case INT64 -> Long.valueOf(part);
                        default -> part;
                    };
            return Optional.of(value).filter(found -> found.toString().equals(part));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** @throws DataException when the struct has other fields, or its text would be read as another struct */
    String format(Struct struct) {
        if (!isOfThisForm(struct.schema())) {
            throw new DataException("must have the fields " + this + ", got " + describe(struct.schema(), ", "));
        }
        List<String> parts = new ArrayList<>();
        for (Field field : schema.fields()) {
            Object value = struct.get(field.name());
            if (value == null) {
                throw new DataException(field.name() + ": must have a value, got null");
            }
            parts.add(value.toString());
        }
        String text = String.join(delimiter, parts);
        for (int i = 0, end = 0; i < parts.size() - 1; i++) {
            end += parts.get(i).length();
            // Also where the delimiter begins in the part and ends in the delimiter that follows it.
            if (text.indexOf(delimiter, end - parts.get(i).length()) != end) {
                throw new DataException(schema.fields().get(i).name() + ": must not contain '" + delimiter
                        + "', since only the last field may, got '" + shown(parts.get(i)) + "'");
            }
            end += delimiter.length();
        }
        return text;
    }

    private boolean isOfThisForm(Schema other) {
        return other.fields().size() == schema.fields().size()
                && schema.fields().stream().allMatch(field -> {
                    Field found = other.field(field.name());
                    return found != null
                            && found.schema().type() == field.schema().type();
                });
    }

    private DataException mustBeOfThisForm(String text) {
        return new DataException("must be " + this + ", got '" + shown(text) + "'");
    }

    private static String shown(String text) {
        return text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS) + "...";
    }

    private static String describe(Schema schema, String delimiter) {
        return schema.fields().stream()
                .map(field -> field.name() + " (" + field.schema().type().getName() + ")")
                .collect(Collectors.joining(delimiter));
    }

    /** The form for messages, for example {@code site_id (int32):strategy_type (string)}. */
    @Override
    public String toString() {
        return describe(schema, delimiter);
    }
}
