package io.minerstream.connect.converter;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;

/** Defaults of Connect schemas in the form of Avro's JSON. */
final class AvroDefaults {

    private AvroDefaults() {}

    /**
     * A default as {@code Schema.Field} takes it.
     *
     * @param value not null
     * @return null for what such a default cannot be, or hold: structs, optional elements (it must be of the first type of a union), NaN
     *     and infinity (JSON has none), maps whose keys are no strings
     */
    static Object of(Schema schema, Object value) {
        return switch (schema.type()) {
            case INT8, INT16 -> ((Number) value).intValue();
            case INT32, INT64 -> number(schema, value);
            case FLOAT32, FLOAT64 -> Double.isFinite(((Number) value).doubleValue()) ? value : null;
            case BOOLEAN, STRING -> value;
            case BYTES -> bytes(schema, value);
            case ARRAY -> array(schema.valueSchema(), (Collection<?>) value);
            case MAP -> AvroSchemas.hasTextKeys(schema) ? map(schema.valueSchema(), (Map<?, ?>) value) : null;
            case STRUCT -> null;
        };
    }

    private static Object number(Schema schema, Object value) {
        return schema.name() == null
                ? value
                : switch (schema.name()) {
                    case Date.LOGICAL_NAME -> Date.fromLogical(schema, (java.util.Date) value);
                    case Time.LOGICAL_NAME -> Time.fromLogical(schema, (java.util.Date) value);
                    case Timestamp.LOGICAL_NAME -> Timestamp.fromLogical(schema, (java.util.Date) value);
                    default -> value;
                };
    }

    private static byte[] bytes(Schema schema, Object value) {
        return Decimal.LOGICAL_NAME.equals(schema.name())
                ? Decimal.fromLogical(schema, (BigDecimal) value)
                : WriteSteps.bytes(value);
    }

    private static List<Object> array(Schema schema, Collection<?> values) {
        List<Object> elements = new ArrayList<>();
        for (Object value : values) {
            elements.add(element(schema, value));
        }
        return elements.contains(null) ? null : elements;
    }

    private static Map<String, Object> map(Schema schema, Map<?, ?> values) {
        Map<String, Object> elements = new LinkedHashMap<>();
        values.forEach((key, value) -> elements.put((String) key, element(schema, value)));
        return elements.containsValue(null) ? null : elements;
    }

    private static Object element(Schema schema, Object value) {
        return schema.isOptional() ? null : of(schema, value);
    }
}
