package io.minerstream.connect.converter;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroTypeException;
import org.apache.avro.Resolver;
import org.apache.avro.Resolver.Action;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/**
 * Compiles a writer's and a reader's schema into steps that read a body straight into Connect's data. Avro resolves the schemas, once; the
 * steps hold the outcome.
 */
final class ReadPlan {

    private ReadPlan() {}

    /**
     * The plan for bodies of a schema.
     *
     * @param reader what the values are read as
     * @param target the reader's schema as {@link ConnectSchemas} gives it
     * @return steps that throw {@link AvroTypeException} for a value that the reader's schema cannot hold
     * @throws DataException when such bodies cannot be read safely
     */
    static ReadStep of(org.apache.avro.Schema writer, org.apache.avro.Schema reader, Schema target) {
        return step(Resolver.resolve(writer, reader), target);
    }

    /**
     * The default of a field.
     *
     * @param field has a default
     * @param target the field's schema as Connect has it
     */
    static Object defaultOf(org.apache.avro.Schema.Field field, Schema target) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        try {
            new GenericDatumWriter<>(field.schema()).write(GenericData.get().getDefaultValue(field), encoder);
            return of(field.schema(), field.schema(), target)
                    .read(DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ReadStep step(Action action, Schema target) {
        return switch (action.type) {
            case DO_NOTHING, PROMOTE -> ReadSteps.of(action.writer, action.reader, target);
            case ENUM -> enumeration((Resolver.EnumAdjust) action);
            case CONTAINER -> container((Resolver.Container) action, target);
            case RECORD -> record((Resolver.RecordAdjust) action, target);
            case READER_UNION -> {
                Resolver.ReaderUnion union = (Resolver.ReaderUnion) action;
                yield branch(union.reader, union.firstMatch, union.actualAction, target);
            }
            case WRITER_UNION -> writerUnion((Resolver.WriterUnion) action, target);
            case SKIP -> SkipPlan.of(action.writer);
            case ERROR ->
                in -> {
                    throw new AvroTypeException(action.toString());
                };
        };
    }

    private static ReadStep writerUnion(Resolver.WriterUnion union, Schema target) {
        ReadStep[] branches = new ReadStep[union.actions.length];
        for (int i = 0; i < branches.length; i++) {
            branches[i] = union.unionEquiv
                    ? branch(union.reader, i, union.actions[i], target)
                    : step(union.actions[i], target);
        }
        return in -> branches[in.readIndex()].read(in);
    }

    /** Reads a type of a union, which is the value itself or the one field of a struct that is set. */
    private static ReadStep branch(org.apache.avro.Schema union, int index, Action action, Schema target) {
        if (union.getTypes().get(index).getType() == org.apache.avro.Schema.Type.NULL
                || ConnectSchemas.isOptional(union)) {
            return step(action, target);
        }
        int fields = index;
        for (org.apache.avro.Schema before : union.getTypes().subList(0, index)) {
            fields -= before.getType() == org.apache.avro.Schema.Type.NULL ? 1 : 0;
        }
        Field field = target.fields().get(fields);
        ReadStep value = step(action, field.schema());
        return in -> new Struct(target).put(field, value.read(in));
    }

    private static ReadStep enumeration(Resolver.EnumAdjust action) {
        String[] symbols = new String[action.adjustments.length];
        for (int i = 0; i < symbols.length; i++) {
            int adjusted = action.adjustments[i];
            symbols[i] = adjusted < 0 ? null : action.reader.getEnumSymbols().get(adjusted);
        }
        return in -> {
            int index = in.readEnum();
            if (symbols[index] == null) {
                throw new AvroTypeException("%s must have the symbol %s, but lacks it and has no default"
                        .formatted(
                                action.reader.getFullName(),
                                action.writer.getEnumSymbols().get(index)));
            }
            return symbols[index];
        };
    }

    private static ReadStep container(Resolver.Container action, Schema target) {
        if (action.reader.getType() == org.apache.avro.Schema.Type.MAP) {
            return map(step(action.elementAction, target.valueSchema()));
        }
        if (SkipPlan.takesNoBytes(action.elementAction.writer)) {
            throw new DataException(
                    "elements of an array must take bytes, but %s takes none: a message of a few bytes could claim"
                                    .formatted(action.elementAction.writer.getFullName())
                            + " billions of them");
        }
        if (target.type() == Schema.Type.ARRAY) {
            return array(step(action.elementAction, target.valueSchema()));
        }
        Schema entry = SchemaBuilder.struct()
                .field(ConfluentNames.KEY, target.keySchema())
                .field(ConfluentNames.VALUE, target.valueSchema())
                .build();
        return mapOfEntries(array(step(action.elementAction, entry)));
    }

    private static ReadStep array(ReadStep element) {
        return in -> {
            long count = in.readArrayStart();
            // The message may claim more elements than it has; each of them takes a byte.
            List<Object> values = new ArrayList<>((int) Math.min(count, in.remainingBytes()));
            for (; count > 0; count = in.arrayNext()) {
                for (long i = 0; i < count; i++) {
                    values.add(element.read(in));
                }
            }
            return values;
        };
    }

    private static ReadStep map(ReadStep value) {
        return in -> {
            // In the order of the message, so that it can be written back as it was.
            Map<Object, Object> values = new LinkedHashMap<>();
            for (long count = in.readMapStart(); count > 0; count = in.mapNext()) {
                for (long i = 0; i < count; i++) {
                    values.put(in.readString(), value.read(in));
                }
            }
            return values;
        };
    }

    private static ReadStep mapOfEntries(ReadStep entries) {
        return in -> {
            Map<Object, Object> values = new LinkedHashMap<>();
            for (Object entry : (List<?>) entries.read(in)) {
                values.put(((Struct) entry).get(ConfluentNames.KEY), ((Struct) entry).get(ConfluentNames.VALUE));
            }
            return values;
        };
    }

    private static ReadStep record(Resolver.RecordAdjust action, Schema target) {
        int read = action.fieldActions.length;
        int defaults = action.readerOrder.length - action.firstDefault;
        ReadStep[] steps = new ReadStep[read + defaults];
        // Null for a field that is skipped.
        Field[] fields = new Field[steps.length];
        int next = 0;
        for (int i = 0; i < steps.length; i++) {
            if (i < read && action.fieldActions[i].type == Action.Type.SKIP) {
                steps[i] = SkipPlan.of(action.fieldActions[i].writer);
                continue;
            }
            org.apache.avro.Schema.Field to = action.readerOrder[next++];
            fields[i] = target.fields().get(to.pos());
            if (i < read) {
                steps[i] = step(action.fieldActions[i], fields[i].schema());
            } else {
                // Shared by all records, as Connect shares the defaults of its schemas.
                Object value = defaultOf(to, fields[i].schema());
                steps[i] = in -> value;
            }
        }
        return in -> {
            Struct struct = new Struct(target);
            for (int i = 0; i < steps.length; i++) {
                Object value = steps[i].read(in);
                if (fields[i] != null) {
                    struct.put(fields[i], value);
                }
            }
            return struct;
        };
    }
}
