package io.minerstream.connect.copy.table;

import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Where a column's values come from.
 *
 * @param name of the column
 * @param schema of the values
 * @param ofKey whether a record without a value has it
 */
record FieldSource(String name, Schema schema, boolean ofKey, Reader reader) {

    /** Reads a value from a record; null for NULL. */
    @FunctionalInterface
    interface Reader {
        Object read(SinkRecord record);
    }

    static FieldSource ofValue(Field field) {
        return new FieldSource(field.name(), field.schema(), false, record -> ((Struct) record.value()).get(field));
    }

    static FieldSource ofKey(Field field) {
        return new FieldSource(field.name(), field.schema(), true, record -> ((Struct) record.key()).get(field));
    }

    static FieldSource wholeKey(String column, Schema schema) {
        return new FieldSource(column, schema, true, SinkRecord::key);
    }
}
