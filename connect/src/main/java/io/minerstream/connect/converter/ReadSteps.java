package io.minerstream.connect.converter;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;

/** Steps that read numbers, texts and bytes, promoted to the reader's type, and as Connect's logical types. */
final class ReadSteps {

    private ReadSteps() {}

    /**
     * Reads a value without parts.
     *
     * @param reader a schema to which Avro promotes the writer's
     */
    static ReadStep of(org.apache.avro.Schema writer, org.apache.avro.Schema reader, Schema target) {
        if (Timestamp.LOGICAL_NAME.equals(target.name()) && writer.getType() == org.apache.avro.Schema.Type.LONG) {
            // The column of time of nearly every record: without a number in between.
            return in -> Timestamp.toLogical(target, in.readLong());
        }
        if (writer.getType() == org.apache.avro.Schema.Type.NULL) {
            return in -> null;
        }
        ReadStep plain = plain(writer, reader, target);
        UnaryOperator<Object> logical = logical(target);
        return logical == null ? plain : in -> logical.apply(plain.read(in));
    }

    private static ReadStep plain(org.apache.avro.Schema writer, org.apache.avro.Schema reader, Schema target) {
        return switch (writer.getType()) {
            case BOOLEAN -> in -> in.readBoolean();
            case INT ->
                switch (reader.getType()) {
                    case LONG -> in -> (long) in.readInt();
                    case FLOAT -> in -> (float) in.readInt();
                    case DOUBLE -> in -> (double) in.readInt();
                    default -> integer(target);
                };
            case LONG ->
                switch (reader.getType()) {
                    case FLOAT -> in -> (float) in.readLong();
                    case DOUBLE -> in -> (double) in.readLong();
                    default -> in -> in.readLong();
                };
            case FLOAT ->
                reader.getType() == org.apache.avro.Schema.Type.DOUBLE
                        ? in -> (double) in.readFloat()
                        : in -> in.readFloat();
            case DOUBLE -> in -> in.readDouble();
            case STRING ->
                reader.getType() == org.apache.avro.Schema.Type.BYTES
                        ? in -> in.readBytes(null)
                        : in -> in.readString();
            case BYTES ->
                reader.getType() == org.apache.avro.Schema.Type.STRING
                        ? in -> StandardCharsets.UTF_8
                                .decode(in.readBytes(null))
                                .toString()
                        : in -> in.readBytes(null);
            case FIXED -> {
                int size = writer.getFixedSize();
                yield in -> {
                    byte[] bytes = new byte[size];
                    in.readFixed(bytes);
                    return ByteBuffer.wrap(bytes);
                };
            }
            default -> throw new IllegalArgumentException(writer.toString());
        };
    }

    private static ReadStep integer(Schema target) {
        return switch (target.type()) {
            case INT8 ->
                in -> {
                    int value = in.readInt();
                    requireWithin(value, Byte.MIN_VALUE, Byte.MAX_VALUE);
                    return (byte) value;
                };
            case INT16 ->
                in -> {
                    int value = in.readInt();
                    requireWithin(value, Short.MIN_VALUE, Short.MAX_VALUE);
                    return (short) value;
                };
            default -> in -> in.readInt();
        };
    }

    private static void requireWithin(int value, int min, int max) {
        if (value < min || value > max) {
            throw new DataException("must be %s to %s by connect.type, got %s".formatted(min, max, value));
        }
    }

    /** From what Avro has to Connect's logical type; null for a schema of none. */
    private static UnaryOperator<Object> logical(Schema target) {
        if (target.name() == null) {
            return null;
        }
        return switch (target.name()) {
            case Decimal.LOGICAL_NAME -> value -> Decimal.toLogical(target, ((ByteBuffer) value).array());
            case Date.LOGICAL_NAME -> value -> Date.toLogical(target, (int) value);
            case Time.LOGICAL_NAME -> value -> Time.toLogical(target, (int) value);
            case Timestamp.LOGICAL_NAME -> value -> Timestamp.toLogical(target, (long) value);
            default -> null;
        };
    }
}
