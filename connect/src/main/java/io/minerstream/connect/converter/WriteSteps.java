package io.minerstream.connect.converter;

import io.minerstream.schemas.bound.WholeText;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.io.Encoder;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;

/** Steps that write numbers, texts, bytes and Connect's logical types. */
final class WriteSteps {

    private WriteSteps() {}

    /** Writes a value without parts. */
    static WriteStep of(org.apache.kafka.connect.data.Schema schema, Schema avro) {
        return switch (schema.type()) {
            case INT8, INT16 -> (value, out) -> out.writeInt(((Number) value).intValue());
            case INT32, INT64 -> number(schema);
            case FLOAT32 -> (value, out) -> out.writeFloat((Float) value);
            case FLOAT64 -> (value, out) -> out.writeDouble((Double) value);
            case BOOLEAN -> (value, out) -> out.writeBoolean((Boolean) value);
            case STRING -> avro.getType() == Schema.Type.ENUM ? enumeration(avro) : WriteSteps::writeText;
            case BYTES -> bytes(schema, avro);
            default -> throw new IllegalArgumentException(schema.toString());
        };
    }

    private static WriteStep number(org.apache.kafka.connect.data.Schema schema) {
        String logical = schema.name() == null ? "" : schema.name();
        return switch (logical) {
            case Date.LOGICAL_NAME -> (value, out) -> out.writeInt(Date.fromLogical(schema, (java.util.Date) value));
            case Time.LOGICAL_NAME -> (value, out) -> out.writeInt(Time.fromLogical(schema, (java.util.Date) value));
            case Timestamp.LOGICAL_NAME ->
                (value, out) -> out.writeLong(Timestamp.fromLogical(schema, (java.util.Date) value));
            default ->
                schema.type() == org.apache.kafka.connect.data.Schema.Type.INT32
                        ? (value, out) -> out.writeInt((Integer) value)
                        : (value, out) -> out.writeLong((Long) value);
        };
    }

    private static WriteStep enumeration(Schema avro) {
        return (value, out) -> {
            if (!avro.hasEnumSymbol((String) value)) {
                throw new DataException("must be a symbol of %s, one of %s, got '%s'"
                        .formatted(avro.getFullName(), avro.getEnumSymbols(), value));
            }
            out.writeEnum(avro.getEnumOrdinal((String) value));
        };
    }

    private static WriteStep bytes(org.apache.kafka.connect.data.Schema schema, Schema avro) {
        if (Decimal.LOGICAL_NAME.equals(schema.name())) {
            return (value, out) -> out.writeBytes(Decimal.fromLogical(schema, (BigDecimal) value));
        }
        if (avro.getType() != Schema.Type.FIXED) {
            return (value, out) -> out.writeBytes(bytes(value));
        }
        return (value, out) -> {
            byte[] bytes = bytes(value);
            if (bytes.length != avro.getFixedSize()) {
                throw new DataException("%s must have %s bytes, got %s"
                        .formatted(avro.getFullName(), avro.getFixedSize(), bytes.length));
            }
            out.writeFixed(bytes);
        };
    }

    /** The bytes of a value, which Connect allows in two forms. */
    static byte[] bytes(Object value) {
        if (value instanceof byte[] bytes) {
            return bytes;
        }
        ByteBuffer buffer = ((ByteBuffer) value).duplicate();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    /** @throws DataException for half a surrogate pair, which UTF-8 cannot hold */
    static void writeText(Object value, Encoder out) throws IOException {
        String text = (String) value;
        int half = WholeText.halfPair(text);
        if (half >= 0) {
            throw new DataException("a text must not have half a surrogate pair, has one at character " + half);
        }
        out.writeString(text);
    }
}
