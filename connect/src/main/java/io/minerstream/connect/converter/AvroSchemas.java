package io.minerstream.connect.converter;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;

/** From Connect schemas to Avro schemas, as Confluent's converter maps them. Immutable. */
final class AvroSchemas {

    private final ConverterConfig config;

    AvroSchemas(ConverterConfig config) {
        this.config = config;
    }

    /** @throws DataException when two types of one name differ */
    Schema of(org.apache.kafka.connect.data.Schema schema) {
        return new Conversion().schema(schema);
    }

    static boolean isUnion(org.apache.kafka.connect.data.Schema schema) {
        return ConfluentNames.UNION.equals(schema.name());
    }

    /** Whether keys of a map are strings, as those of Avro's maps. */
    static boolean hasTextKeys(org.apache.kafka.connect.data.Schema map) {
        return map.keySchema().type() == org.apache.kafka.connect.data.Schema.Type.STRING
                && !map.keySchema().isOptional();
    }

    private final class Conversion {

        private final Map<String, Schema> named = new HashMap<>();
        private int unnamed;
        private int entries;

        private Schema schema(org.apache.kafka.connect.data.Schema schema) {
            List<Schema> types = new ArrayList<>();
            if (isUnion(schema)) {
                schema.fields().forEach(field -> types.add(type(field.schema())));
            } else {
                types.add(type(schema));
            }
            if (schema.isOptional()) {
                // The default of a field must be of the first type.
                types.add(isUnion(schema) || schema.defaultValue() == null ? 0 : 1, Schema.create(Schema.Type.NULL));
            }
            return types.size() == 1 && !isUnion(schema) ? types.get(0) : Schema.createUnion(types);
        }

        /** Whether optional or not. */
        private Schema type(org.apache.kafka.connect.data.Schema schema) {
            Schema type = bare(schema);
            annotate(type, schema);
            if (type.getType() != Schema.Type.RECORD
                    && type.getType() != Schema.Type.ENUM
                    && type.getType() != Schema.Type.FIXED) {
                return type;
            }
            Schema same = named.putIfAbsent(type.getFullName(), type);
            if (same != null && !same.equals(type)) {
                throw new DataException("schemas of one name must be equal, got two different ones named "
                        + type.getFullName() + "; an SMT such as SetSchemaMetadata can give another name");
            }
            return same == null ? type : same;
        }

        private Schema bare(org.apache.kafka.connect.data.Schema schema) {
            return switch (schema.type()) {
                case INT8, INT16, INT32 -> Schema.create(Schema.Type.INT);
                case INT64 -> Schema.create(Schema.Type.LONG);
                case FLOAT32 -> Schema.create(Schema.Type.FLOAT);
                case FLOAT64 -> Schema.create(Schema.Type.DOUBLE);
                case BOOLEAN -> Schema.create(Schema.Type.BOOLEAN);
                case STRING ->
                    config.enhancedSchemas() && parameter(schema, ConfluentNames.ENUM) != null
                            ? enumeration(schema)
                            : Schema.create(Schema.Type.STRING);
                case BYTES -> bytes(schema);
                case ARRAY -> Schema.createArray(schema(schema.valueSchema()));
                case MAP -> map(schema);
                case STRUCT -> record(schema);
            };
        }

        private Schema enumeration(org.apache.kafka.connect.data.Schema schema) {
            String name = parameter(schema, ConfluentNames.ENUM);
            String simple = name.substring(name.lastIndexOf('.') + 1);
            List<String> symbols = schema.parameters().keySet().stream()
                    .filter(parameter -> parameter.startsWith(ConfluentNames.ENUM + "."))
                    .map(parameter -> schema.parameters().get(parameter))
                    .toList();
            return Schema.createEnum(
                    name,
                    parameter(schema, ConfluentNames.ENUM_DOC + simple),
                    null,
                    symbols,
                    parameter(schema, ConfluentNames.ENUM_DEFAULT + simple));
        }

        private Schema bytes(org.apache.kafka.connect.data.Schema schema) {
            String size = parameter(schema, ConfluentNames.FIXED_SIZE);
            return size == null || schema.name() == null || Decimal.LOGICAL_NAME.equals(schema.name())
                    ? Schema.create(Schema.Type.BYTES)
                    : Schema.createFixed(scrubbed(schema.name(), true), null, null, Integer.parseInt(size));
        }

        private Schema map(org.apache.kafka.connect.data.Schema schema) {
            if (hasTextKeys(schema)) {
                return Schema.createMap(schema(schema.valueSchema()));
            }
            Schema entry = Schema.createRecord(
                    ConfluentNames.NAMESPACE + "." + ConfluentNames.MAP_ENTRY + (entries == 0 ? "" : "" + entries),
                    null,
                    null,
                    false);
            entries++;
            entry.addProp(ConfluentNames.INTERNAL_TYPE, ConfluentNames.MAP_ENTRY);
            entry.setFields(List.of(
                    field(ConfluentNames.KEY, schema.keySchema(), null),
                    field(ConfluentNames.VALUE, schema.valueSchema(), null)));
            return Schema.createArray(entry);
        }

        private Schema record(org.apache.kafka.connect.data.Schema schema) {
            String name = schema.name();
            if (name == null) {
                unnamed++;
                name = ConfluentNames.NAMESPACE + "." + ConfluentNames.UNNAMED + (unnamed == 1 ? "" : "" + unnamed);
            }
            Schema type = Schema.createRecord(
                    scrubbed(name, true), parameter(schema, ConfluentNames.RECORD_DOC), null, false);
            List<Schema.Field> fields = new ArrayList<>();
            for (Field field : schema.fields()) {
                fields.add(field(
                        scrubbed(field.name(), false),
                        field.schema(),
                        parameter(schema, ConfluentNames.FIELD_DOC + field.name())));
            }
            type.setFields(fields);
            return type;
        }

        private Schema.Field field(String name, org.apache.kafka.connect.data.Schema schema, String doc) {
            Object value = avroDefault(schema);
            if (value == null && schema.isOptional()) {
                value = JsonProperties.NULL_VALUE;
            }
            return new Schema.Field(name, schema(schema), doc, value);
        }

        private void annotate(Schema type, org.apache.kafka.connect.data.Schema schema) {
            if (schema.name() != null) {
                addLogicalType(type, schema);
            }
            Map<String, String> parameters =
                    new LinkedHashMap<>(schema.parameters() == null ? Map.of() : schema.parameters());
            boolean ofField = parameters.remove(ConfluentNames.FIELD_DEFAULT) != null;
            parameters.forEach((name, value) -> {
                if (name.startsWith(ConfluentNames.AVRO)) {
                    type.addProp(name, value);
                }
            });
            if (!config.metaData()) {
                return;
            }
            if (schema.doc() != null) {
                type.addProp(ConfluentNames.DOC, schema.doc());
            }
            if (schema.version() != null) {
                type.addProp(ConfluentNames.VERSION, schema.version());
            }
            if (!parameters.isEmpty()) {
                type.addProp(ConfluentNames.PARAMETERS, parameters);
            }
            Object value = avroDefault(schema);
            // A named type has one definition, but its uses may differ in their defaults.
            if (value != null && !ofField && !isNamed(type)) {
                type.addProp(ConfluentNames.DEFAULT, value);
            }
            if (schema.name() != null) {
                type.addProp(ConfluentNames.NAME, schema.name());
            }
            if (schema.type() == org.apache.kafka.connect.data.Schema.Type.INT8
                    || schema.type() == org.apache.kafka.connect.data.Schema.Type.INT16) {
                type.addProp(ConfluentNames.TYPE, schema.type().getName());
            }
        }

        private static boolean isNamed(Schema type) {
            return switch (type.getType()) {
                case RECORD, ENUM, FIXED -> true;
                default -> false;
            };
        }
    }

    private static String parameter(org.apache.kafka.connect.data.Schema schema, String name) {
        return schema.parameters() == null ? null : schema.parameters().get(name);
    }

    private static void addLogicalType(Schema type, org.apache.kafka.connect.data.Schema schema) {
        switch (schema.name()) {
            case Decimal.LOGICAL_NAME -> {
                String precision = parameter(schema, ConfluentNames.DECIMAL_PRECISION);
                type.addProp(LogicalNames.TYPE, LogicalNames.DECIMAL);
                type.addProp(LogicalNames.SCALE, Integer.valueOf(parameter(schema, Decimal.SCALE_FIELD)));
                type.addProp(
                        LogicalNames.PRECISION,
                        precision == null ? ConfluentNames.DEFAULT_PRECISION : Integer.parseInt(precision));
            }
            case Date.LOGICAL_NAME -> type.addProp(LogicalNames.TYPE, LogicalNames.DATE);
            case Time.LOGICAL_NAME -> type.addProp(LogicalNames.TYPE, LogicalNames.TIME_MILLIS);
            case Timestamp.LOGICAL_NAME -> type.addProp(LogicalNames.TYPE, LogicalNames.TIMESTAMP_MILLIS);
            default -> {
                String logical = parameter(schema, LogicalNames.TYPE);
                if (logical != null && schema.name().equals(LogicalNames.NAMES.get(logical))) {
                    type.addProp(LogicalNames.TYPE, logical);
                }
            }
        }
    }

    /** A default in the form of Avro's JSON; null for none and for those that JSON or the first type of a union cannot hold. */
    private static Object avroDefault(org.apache.kafka.connect.data.Schema schema) {
        return schema.defaultValue() == null ? null : AvroDefaults.of(schema, schema.defaultValue());
    }

    /** A name of Connect's as one of Avro's, in Confluent's way. */
    private String scrubbed(String name, boolean full) {
        if (!config.scrubNames()) {
            return name;
        }
        int simple = full ? name.lastIndexOf('.') + 1 : 0;
        String encoded = URLEncoder.encode(name.substring(simple), UTF_8);
        String prefixed = encoded.matches("[A-Za-z_].*") ? encoded : "x" + encoded;
        return name.substring(0, simple) + prefixed.replaceAll("[^A-Za-z0-9_]", "_");
    }
}
