package io.minerstream.connect.converter;

import java.io.EOFException;
import java.io.IOException;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;

/**
 * Steps over values that the reader's schema lacks. Avro's own {@code skip} methods believe each length that the message claims.
 */
final class SkipPlan {

    /** Of records, which may contain themselves. */
    private final IdentityHashMap<Schema, ReadStep[]> records = new IdentityHashMap<>();

    private SkipPlan() {}

    /** Steps over a value of a schema. */
    static ReadStep of(Schema schema) {
        return new SkipPlan().step(schema);
    }

    /** Whether values of a schema have no bytes, so that a message of a few bytes may claim any number of them. */
    static boolean takesNoBytes(Schema schema) {
        return takesNoBytes(schema, new HashSet<>());
    }

    /** @param seen names of records that were looked at: a record that contains itself directly ends nowhere */
    private static boolean takesNoBytes(Schema schema, Set<String> seen) {
        return switch (schema.getType()) {
            case NULL -> true;
            case FIXED -> schema.getFixedSize() == 0;
            case RECORD ->
                !seen.add(schema.getFullName())
                        || schema.getFields().stream().allMatch(field -> takesNoBytes(field.schema(), seen));
            default -> false;
        };
    }

    private ReadStep step(Schema schema) {
        return switch (schema.getType()) {
            case NULL -> in -> null;
            case BOOLEAN -> fixed(1);
            case FLOAT -> fixed(Float.BYTES);
            case DOUBLE -> fixed(Double.BYTES);
            case FIXED -> fixed(schema.getFixedSize());
            case INT, ENUM, LONG -> BinaryDecoder::readLong;
            case STRING, BYTES -> SkipPlan::skipBytes;
            case ARRAY -> array(schema.getElementType());
            case MAP -> map(schema.getValueType());
            case UNION -> {
                ReadStep[] branches = schema.getTypes().stream().map(this::step).toArray(ReadStep[]::new);
                yield in -> branches[in.readIndex()].read(in);
            }
            case RECORD -> record(schema);
        };
    }

    private static ReadStep fixed(int bytes) {
        return in -> {
            in.skipFixed(bytes);
            return null;
        };
    }

    private static Object skipBytes(BinaryDecoder in) throws IOException {
        long length = in.readLong();
        if (length < 0 || length > in.remainingBytes()) {
            throw new EOFException("a length of " + length + " bytes, of which the message has " + in.remainingBytes());
        }
        in.skipFixed((int) length);
        return null;
    }

    private ReadStep array(Schema element) {
        boolean empty = takesNoBytes(element);
        ReadStep item = step(element);
        return in -> {
            for (long count = in.readArrayStart(); count > 0; count = in.arrayNext()) {
                for (long i = 0; i < count && !empty; i++) {
                    item.read(in);
                }
            }
            return null;
        };
    }

    private ReadStep map(Schema values) {
        ReadStep value = step(values);
        return in -> {
            for (long count = in.readMapStart(); count > 0; count = in.mapNext()) {
                for (long i = 0; i < count; i++) {
                    skipBytes(in);
                    value.read(in);
                }
            }
            return null;
        };
    }

    private ReadStep record(Schema schema) {
        ReadStep[] fields = records.get(schema);
        if (fields == null) {
            fields = new ReadStep[schema.getFields().size()];
            records.put(schema, fields);
            for (int i = 0; i < fields.length; i++) {
                fields[i] = step(schema.getFields().get(i).schema());
            }
        }
        ReadStep[] steps = fields;
        return in -> {
            for (ReadStep step : steps) {
                step.read(in);
            }
            return null;
        };
    }
}
