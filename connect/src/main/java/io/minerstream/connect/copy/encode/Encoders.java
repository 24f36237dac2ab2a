package io.minerstream.connect.copy.encode;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;

/** Chooses the encoder of a Connect schema and a column type. */
public final class Encoders {

    private Encoders() {}

    /** Empty when values of the schema have no place in the type. */
    public static Optional<ValueEncoder> of(Schema schema, ColumnType type) {
        if (type.element() != null) {
            return schema.type() == Schema.Type.ARRAY ? ArrayEncoder.of(schema, type) : Optional.empty();
        }
        String logical = schema.name() == null ? "" : schema.name();
        return Optional.ofNullable(
                switch (type.name()) {
                    case "date", "time", "timestamp", "timestamptz" -> TimeEncoders.of(schema, logical, type);
                    case "int2", "int4", "int8" ->
                        isPlainInteger(schema, logical) ? NumberEncoders.integer(type) : null;
                    case "float4", "float8" -> NumberEncoders.floating(schema, isPlainInteger(schema, logical), type);
                    case "numeric" -> numeric(schema, logical, type);
                    case "bool" ->
                        schema.type() == Schema.Type.BOOLEAN
                                ? (value, out) -> out.field1((Boolean) value ? 1 : 0)
                                : null;
                    case "bytea" ->
                        schema.type() == Schema.Type.BYTES && !logical.equals(Decimal.LOGICAL_NAME)
                                ? Encoders::bytes
                                : null;
                    default -> schema.type() == Schema.Type.STRING ? TextEncoders.of(type) : null;
                });
    }

    private static ValueEncoder numeric(Schema schema, String logical, ColumnType type) {
        NumericEncoder numeric = new NumericEncoder(type);
        if (logical.equals(Decimal.LOGICAL_NAME)) {
            return numeric::decimal;
        }
        if (isPlainInteger(schema, logical)) {
            return numeric::integer;
        }
        return switch (schema.type()) {
            case FLOAT32 -> numeric::float32;
            case FLOAT64 -> numeric::float64;
            default -> null;
        };
    }

    /** A time of Connect's own is a {@code java.util.Date}, not a number. */
    private static boolean isPlainInteger(Schema schema, String logical) {
        return switch (schema.type()) {
            case INT8, INT16 -> true;
            case INT32, INT64 ->
                !logical.equals(Date.LOGICAL_NAME)
                        && !logical.equals(Time.LOGICAL_NAME)
                        && !logical.equals(Timestamp.LOGICAL_NAME);
            default -> false;
        };
    }

    private static void bytes(Object value, RowBytes out) {
        if (value instanceof byte[] array) {
            out.int32(array.length);
            out.raw(array);
        } else {
            ByteBuffer buffer = (ByteBuffer) value;
            out.int32(buffer.remaining());
            out.raw(buffer);
        }
    }
}
