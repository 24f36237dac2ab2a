package io.minerstream.connect.converter;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/** Compiles a Connect schema and the Avro schema made of it into steps that write values without any datum in between. */
final class WritePlan {

    private final boolean keepsNulls;

    /** @param keepsNulls whether a null stays null where the schema has a default */
    WritePlan(boolean keepsNulls) {
        this.keepsNulls = keepsNulls;
    }

    /**
     * The plan for values of a schema.
     *
     * @param avro as {@link AvroSchemas} gives it
     */
    WriteStep of(org.apache.kafka.connect.data.Schema schema, Schema avro) {
        if (AvroSchemas.isUnion(schema)) {
            return union(schema, avro);
        }
        if (!schema.isOptional()) {
            return type(schema, avro);
        }
        int nullIndex = avro.getTypes().get(0).getType() == Schema.Type.NULL ? 0 : 1;
        WriteStep type = type(schema, avro.getTypes().get(1 - nullIndex));
        return (value, out) -> {
            if (value == null) {
                out.writeIndex(nullIndex);
            } else {
                out.writeIndex(1 - nullIndex);
                type.write(value, out);
            }
        };
    }

    private WriteStep type(org.apache.kafka.connect.data.Schema schema, Schema avro) {
        return switch (schema.type()) {
            case ARRAY -> array(of(schema.valueSchema(), avro.getElementType()));
            case MAP -> AvroSchemas.hasTextKeys(schema) ? map(schema, avro) : entries(schema, avro);
            case STRUCT -> struct(schema, avro);
            default -> WriteSteps.of(schema, avro);
        };
    }

    private static WriteStep array(WriteStep element) {
        return (value, out) -> {
            Collection<?> values = (Collection<?>) value;
            out.writeArrayStart();
            out.setItemCount(values.size());
            for (Object each : values) {
                out.startItem();
                element.write(each, out);
            }
            out.writeArrayEnd();
        };
    }

    private WriteStep map(org.apache.kafka.connect.data.Schema schema, Schema avro) {
        WriteStep element = of(schema.valueSchema(), avro.getValueType());
        return (value, out) -> {
            Map<?, ?> values = (Map<?, ?>) value;
            out.writeMapStart();
            out.setItemCount(values.size());
            for (Map.Entry<?, ?> entry : values.entrySet()) {
                out.startItem();
                WriteSteps.writeText(entry.getKey(), out);
                element.write(entry.getValue(), out);
            }
            out.writeMapEnd();
        };
    }

    private WriteStep entries(org.apache.kafka.connect.data.Schema schema, Schema avro) {
        List<Schema.Field> fields = avro.getElementType().getFields();
        WriteStep key = of(schema.keySchema(), fields.get(0).schema());
        WriteStep element = of(schema.valueSchema(), fields.get(1).schema());
        WriteStep entries = array((entry, out) -> {
            key.write(((Map.Entry<?, ?>) entry).getKey(), out);
            element.write(((Map.Entry<?, ?>) entry).getValue(), out);
        });
        return (value, out) -> entries.write(((Map<?, ?>) value).entrySet(), out);
    }

    private WriteStep struct(org.apache.kafka.connect.data.Schema schema, Schema avro) {
        List<Field> fields = schema.fields();
        WriteStep[] steps = new WriteStep[fields.size()];
        for (Field field : fields) {
            steps[field.index()] =
                    of(field.schema(), avro.getFields().get(field.index()).schema());
        }
        return (value, out) -> {
            Struct struct = ofSchema(schema, value);
            // Fields were checked when they were set, except that required ones were set.
            struct.validate();
            for (Field field : fields) {
                steps[field.index()].write(valueOf(struct, field), out);
            }
        };
    }

    private Object valueOf(Struct struct, Field field) {
        return keepsNulls && field.schema().isOptional() ? struct.getWithoutDefault(field.name()) : struct.get(field);
    }

    private WriteStep union(org.apache.kafka.connect.data.Schema schema, Schema avro) {
        List<Field> fields = schema.fields();
        int first = schema.isOptional() ? 1 : 0;
        WriteStep[] steps = new WriteStep[fields.size()];
        for (Field field : fields) {
            steps[field.index()] = type(field.schema(), avro.getTypes().get(first + field.index()));
        }
        return (value, out) -> {
            Struct struct = value == null ? null : ofSchema(schema, value);
            for (Field field : fields) {
                Object branch = struct == null ? null : struct.get(field);
                if (branch != null) {
                    out.writeIndex(first + field.index());
                    steps[field.index()].write(branch, out);
                    return;
                }
            }
            if (first == 0) {
                throw new DataException("one field of a union must have a value, all are null: " + avro);
            }
            out.writeIndex(0);
        };
    }

    private static Struct ofSchema(org.apache.kafka.connect.data.Schema schema, Object value) {
        Struct struct = (Struct) value;
        if (!struct.schema().equals(schema)) {
            throw new DataException(
                    "a struct must have the schema of its record or field, got another one" + nameOf(schema));
        }
        return struct;
    }

    private static String nameOf(org.apache.kafka.connect.data.Schema schema) {
        return schema.name() == null ? "" : " for " + schema.name();
    }
}
