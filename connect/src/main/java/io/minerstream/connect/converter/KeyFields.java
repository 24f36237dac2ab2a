package io.minerstream.connect.converter;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/** The form of a delimited key. Immutable. */
final class KeyFields {

    private static final int SHOWN_CHARS = 100;

    private final List<KeyField> fields;
    private final String delimiter;
    private final Schema schema;

    private KeyFields(List<KeyField> fields, String delimiter) {
        this.fields = fields;
        this.delimiter = delimiter;
        SchemaBuilder struct = SchemaBuilder.struct();
        fields.forEach(field -> struct.field(field.name(), field.type().schema()));
        this.schema = struct.build();
    }

    /** @param texts checked by {@link #requireValid} */
    static KeyFields of(List<String> texts, String delimiter) {
        return new KeyFields(
                texts.stream().map(text -> KeyField.parse(text).orElseThrow()).toList(), delimiter);
    }

    /** @throws ConfigException naming everything that is wrong */
    static void requireValid(String setting, Object value) {
        List<?> texts = value instanceof List<?> list ? list : List.of();
        List<String> errors = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Object text : texts) {
            Optional<KeyField> field = KeyField.parse(text.toString());
            if (field.isEmpty()) {
                errors.add("must be name:type with a type of " + KeyField.Type.all() + ", got '" + text + "'");
            } else if (!names.add(field.get().name())) {
                errors.add("must name each field once, got '" + field.get().name() + "' twice");
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
        for (int i = 0; i < fields.size(); i++) {
            int to = i == fields.size() - 1 ? text.length() : text.indexOf(delimiter, from);
            if (to < 0) {
                throw mustBeOfThisForm(text);
            }
            KeyField field = fields.get(i);
            String part = text.substring(from, to);
            struct.put(field.name(), field.type().parse(part).orElseThrow(() -> mustBeOfThisForm(text)));
            from = to + delimiter.length();
        }
        return struct;
    }

    /** @throws DataException when the struct has other fields, or its text would be read as another struct */
    String format(Struct struct) {
        if (!isOfThisForm(struct.schema())) {
            throw new DataException("must have the fields " + this + ", got " + describe(struct.schema()));
        }
        List<String> parts = new ArrayList<>();
        for (KeyField field : fields) {
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
                throw new DataException(fields.get(i).name() + ": must not contain '" + delimiter
                        + "', since only the last field may, got '" + shown(parts.get(i)) + "'");
            }
            end += delimiter.length();
        }
        return text;
    }

    private boolean isOfThisForm(Schema other) {
        return other.fields().size() == fields.size()
                && fields.stream().allMatch(field -> {
                    Field found = other.field(field.name());
                    return found != null
                            && found.schema().type() == field.type().schema().type();
                });
    }

    private DataException mustBeOfThisForm(String text) {
        return new DataException("must be " + this + ", got '" + shown(text) + "'");
    }

    private static String shown(String text) {
        return text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS) + "...";
    }

    private static String describe(Schema schema) {
        return schema.fields().stream()
                .map(field -> field.name() + " (" + field.schema().type().getName() + ")")
                .collect(Collectors.joining(", "));
    }

    /** The form for messages, for example {@code site_id (int32):strategy_type (string)}. */
    @Override
    public String toString() {
        return fields.stream()
                .map(field -> field.name() + " (" + field.type() + ")")
                .collect(Collectors.joining(delimiter));
    }
}
