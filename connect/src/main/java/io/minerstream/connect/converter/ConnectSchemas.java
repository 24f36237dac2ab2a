package io.minerstream.connect.converter;

import static io.minerstream.connect.converter.ConfluentNames.NAMESPACE;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;

/** From Avro schemas to Connect schemas, as Confluent's converter maps them. Immutable. */
final class ConnectSchemas {

    private final ConverterConfig config;

    ConnectSchemas(ConverterConfig config) {
        this.config = config;
    }

    /** @throws DataException when Connect has no such schema: null alone, a recursive record */
    Schema of(org.apache.avro.Schema avro) {
        return new Conversion().schema(avro, false, null, null);
    }

    /** Whether a union is a type and null, which Connect calls optional. */
    static boolean isOptional(org.apache.avro.Schema union) {
        return union.getTypes().size() == 2 && union.isNullable();
    }

    /** Whether the elements of an array are the entries of a map whose keys are no strings. */
    private static boolean isMapEntry(org.apache.avro.Schema element) {
        return element.getType() == org.apache.avro.Schema.Type.RECORD
                && (element.getFullName().equals(NAMESPACE + "." + ConfluentNames.MAP_ENTRY)
                        || ConfluentNames.MAP_ENTRY.equals(element.getObjectProp(ConfluentNames.INTERNAL_TYPE)))
                && element.getFields().size() == 2
                && element.getField(ConfluentNames.KEY) != null
                && element.getField(ConfluentNames.VALUE) != null;
    }

    private final class Conversion {

        /** Records around the current schema. */
        private final Deque<String> within = new ArrayDeque<>();

        /** @param defaultOf the field that the schema is of, whose default it takes; null for none */
        private Schema schema(
                org.apache.avro.Schema avro,
                boolean optional,
                org.apache.avro.Schema.Field defaultOf,
                String enclosing) {
            if (avro.getType() == org.apache.avro.Schema.Type.UNION) {
                return union(avro, enclosing);
            }
            SchemaBuilder builder = builder(avro, enclosing);
            annotate(builder, avro);
            addDefault(builder, avro, defaultOf);
            return optional ? builder.optional().build() : builder.build();
        }

        private Schema union(org.apache.avro.Schema avro, String enclosing) {
            if (isOptional(avro)) {
                int value = avro.getTypes().get(0).getType() == org.apache.avro.Schema.Type.NULL ? 1 : 0;
                // Without the field's default: it would replace nulls, since Struct.get() prefers a default to null.
                return schema(avro.getTypes().get(value), true, null, enclosing);
            }
            SchemaBuilder builder = SchemaBuilder.struct().name(ConfluentNames.UNION);
            for (org.apache.avro.Schema branch : avro.getTypes()) {
                if (branch.getType() == org.apache.avro.Schema.Type.NULL) {
                    builder.optional();
                    continue;
                }
                String name = branchName(branch);
                if (builder.field(name) != null) {
                    throw new DataException(
                            "the types of a union must differ in name, got %s twice in %s; %s=true names types in full"
                                    .formatted(name, avro, ConverterConfig.ENHANCED_SCHEMAS));
                }
                builder.field(name, schema(branch, true, null, enclosing));
            }
            return builder.build();
        }

        private String branchName(org.apache.avro.Schema branch) {
            return switch (branch.getType()) {
                case RECORD, ENUM, FIXED -> config.enhancedSchemas() ? branch.getFullName() : branch.getName();
                default -> branch.getType().getName();
            };
        }

        private SchemaBuilder builder(org.apache.avro.Schema avro, String enclosing) {
            Object logical = avro.getObjectProp(LogicalNames.TYPE);
            return switch (avro.getType()) {
                case BOOLEAN -> SchemaBuilder.bool();
                case FLOAT -> SchemaBuilder.float32();
                case DOUBLE -> SchemaBuilder.float64();
                case INT -> integer(avro, logical);
                case LONG ->
                    LogicalNames.TIMESTAMP_MILLIS.equals(logical)
                            ? Timestamp.builder()
                            : named(SchemaBuilder.int64(), logical);
                case STRING -> named(SchemaBuilder.string(), logical);
                case BYTES -> LogicalNames.DECIMAL.equals(logical) ? decimal(avro) : SchemaBuilder.bytes();
                case FIXED ->
                    LogicalNames.DECIMAL.equals(logical)
                            ? decimal(avro)
                            : SchemaBuilder.bytes()
                                    .parameter(ConfluentNames.FIXED_SIZE, Integer.toString(avro.getFixedSize()))
                                    .name(avro.getFullName());
                case ENUM -> enumeration(avro);
                case ARRAY -> array(avro.getElementType(), enclosing);
                case MAP ->
                    SchemaBuilder.map(Schema.STRING_SCHEMA, schema(avro.getValueType(), false, null, enclosing));
                case RECORD -> record(avro);
                default ->
                    throw new DataException("null must be one type of several, stands alone at "
                            + (enclosing == null ? "the top" : enclosing) + "; Connect has no type for it");
            };
        }

        private SchemaBuilder integer(org.apache.avro.Schema avro, Object logical) {
            if (LogicalNames.DATE.equals(logical)) {
                return Date.builder();
            }
            if (LogicalNames.TIME_MILLIS.equals(logical)) {
                return Time.builder();
            }
            Object type = avro.getObjectProp(ConfluentNames.TYPE);
            if (Schema.Type.INT8.getName().equals(type)) {
                return SchemaBuilder.int8();
            }
            return Schema.Type.INT16.getName().equals(type) ? SchemaBuilder.int16() : SchemaBuilder.int32();
        }

        private static SchemaBuilder named(SchemaBuilder builder, Object logical) {
            String name = logical == null ? null : LogicalNames.NAMES.get(logical);
            boolean fits = name != null && LogicalNames.UUID.equals(logical) == (builder.type() == Schema.Type.STRING);
            return fits ? builder.name(name).parameter(LogicalNames.TYPE, logical.toString()) : builder;
        }

        private static SchemaBuilder decimal(org.apache.avro.Schema avro) {
            SchemaBuilder builder = Decimal.builder(number(avro, LogicalNames.SCALE, 0));
            int precision = number(avro, LogicalNames.PRECISION, ConfluentNames.DEFAULT_PRECISION);
            return precision == ConfluentNames.DEFAULT_PRECISION
                    ? builder
                    : builder.parameter(ConfluentNames.DECIMAL_PRECISION, Integer.toString(precision));
        }

        private static int number(org.apache.avro.Schema avro, String name, int otherwise) {
            return avro.getObjectProp(name) instanceof Number number ? number.intValue() : otherwise;
        }

        private SchemaBuilder enumeration(org.apache.avro.Schema avro) {
            SchemaBuilder builder = SchemaBuilder.string().name(nameOf(avro));
            if (config.metaData()) {
                parameter(builder, ConfluentNames.ENUM_DOC + avro.getName(), avro.getDoc());
                parameter(builder, ConfluentNames.ENUM_DEFAULT + avro.getName(), avro.getEnumDefault());
            }
            builder.parameter(ConfluentNames.ENUM, avro.getFullName());
            avro.getEnumSymbols().forEach(symbol -> builder.parameter(ConfluentNames.ENUM + "." + symbol, symbol));
            return builder;
        }

        private SchemaBuilder array(org.apache.avro.Schema element, String enclosing) {
            if (!isMapEntry(element)) {
                return SchemaBuilder.array(schema(element, false, null, enclosing));
            }
            return SchemaBuilder.map(
                    schema(element.getField(ConfluentNames.KEY).schema(), false, null, enclosing),
                    schema(element.getField(ConfluentNames.VALUE).schema(), false, null, enclosing));
        }

        private SchemaBuilder record(org.apache.avro.Schema avro) {
            String name = avro.getFullName();
            if (within.contains(name)) {
                throw new DataException(
                        "a record must not contain itself, since Connect has no such schemas, but %s does"
                                .formatted(name));
            }
            within.push(name);
            SchemaBuilder builder = SchemaBuilder.struct();
            if (config.metaData()) {
                parameter(builder, ConfluentNames.RECORD_DOC, avro.getDoc());
            }
            for (org.apache.avro.Schema.Field field : avro.getFields()) {
                if (config.metaData()) {
                    parameter(builder, ConfluentNames.FIELD_DOC + field.name(), field.doc());
                }
                builder.field(field.name(), schema(field.schema(), false, field, name + "." + field.name()));
            }
            within.pop();
            String shown = nameOf(avro);
            return shown.startsWith(NAMESPACE + "." + ConfluentNames.UNNAMED) ? builder : builder.name(shown);
        }

        private static void parameter(SchemaBuilder builder, String name, String value) {
            if (value != null) {
                builder.parameter(name, value);
            }
        }

        private static String nameOf(org.apache.avro.Schema avro) {
            return avro.getObjectProp(ConfluentNames.NAME) instanceof String name ? name : avro.getFullName();
        }

        private void annotate(SchemaBuilder builder, org.apache.avro.Schema avro) {
            if (config.metaData() && avro.getObjectProp(ConfluentNames.DOC) instanceof String doc) {
                builder.doc(doc);
            }
            // Connect's logical types have a version and a name already.
            if (builder.version() == null && avro.getObjectProp(ConfluentNames.VERSION) instanceof Number version) {
                builder.version(version.intValue());
            }
            if (builder.name() == null && avro.getObjectProp(ConfluentNames.NAME) instanceof String name) {
                builder.name(name);
            }
            if (config.metaData() && avro.getObjectProp(ConfluentNames.PARAMETERS) instanceof Map<?, ?> parameters) {
                parameters.forEach((name, value) -> builder.parameter(name.toString(), value.toString()));
            }
            avro.getObjectProps().forEach((name, value) -> {
                if (name.startsWith(ConfluentNames.AVRO)) {
                    builder.parameter(name, value.toString());
                }
            });
        }

        /** Takes the default of the field, else that of {@link ConfluentNames#DEFAULT}. */
        private void addDefault(
                SchemaBuilder builder, org.apache.avro.Schema avro, org.apache.avro.Schema.Field defaultOf) {
            Object annotated = avro.getObjectProp(ConfluentNames.DEFAULT);
            org.apache.avro.Schema.Field field = defaultOf != null && defaultOf.hasDefaultValue()
                    ? defaultOf
                    : annotated == null ? null : new org.apache.avro.Schema.Field("annotated", avro, null, annotated);
            if (field == null) {
                return;
            }
            Schema schema = builder.build();
            Object value = ReadPlan.defaultOf(field, schema);
            // Only what can be written back: such defaults hold no structs.
            if (AvroDefaults.of(schema, value) == null) {
                return;
            }
            builder.defaultValue(value);
            if (annotated == null) {
                builder.parameter(ConfluentNames.FIELD_DEFAULT, "true");
            }
        }
    }
}
