package io.minerstream.connect.converter;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** Random Avro schemas, their values, and other versions of them. The same numbers give the same ones. */
final class RandomAvro {

    private static final int DEPTH = 3;

    /** Base type, logical type and its further properties. */
    private static final List<List<String>> LOGICAL = List.of(
            List.of("int", "date"),
            List.of("int", "time-millis"),
            List.of("long", "timestamp-millis"),
            List.of("long", "timestamp-micros"),
            List.of("long", "time-micros"),
            List.of("long", "local-timestamp-millis"),
            List.of("long", "local-timestamp-nanos"),
            List.of("string", "uuid"));

    private static final List<Schema.Type> PRIMITIVES = List.of(
            Schema.Type.BOOLEAN,
            Schema.Type.INT,
            Schema.Type.LONG,
            Schema.Type.FLOAT,
            Schema.Type.DOUBLE,
            Schema.Type.STRING,
            Schema.Type.BYTES);

    private final Random random;
    private final List<Schema> reusable = new ArrayList<>();
    private final Map<String, Schema> versions = new HashMap<>();
    private int names;

    RandomAvro(long seed) {
        this.random = new Random(seed);
    }

    /** A record with nested types of all kinds, as a registry would give it. */
    Schema schema() {
        return new Schema.Parser().parse(record(DEPTH).toString());
    }

    private Schema type(int depth) {
        return switch (random.nextInt(depth == 0 ? 5 : 10)) {
            case 0, 1 -> Schema.create(any(PRIMITIVES));
            case 2 -> logical();
            case 3 -> decimal();
            case 4 -> named();
            case 5 -> Schema.createArray(type(depth - 1));
            case 6 -> Schema.createMap(type(depth - 1));
            case 7 -> record(depth - 1);
            case 8 -> nullable(depth);
            default -> union();
        };
    }

    private Schema logical() {
        List<String> type = any(LOGICAL);
        Schema schema = new Schema.Parser().parse("\"" + type.get(0) + "\"");
        schema.addProp("logicalType", type.get(1));
        return schema;
    }

    private Schema decimal() {
        Schema schema = Schema.create(Schema.Type.BYTES);
        schema.addProp("logicalType", "decimal");
        schema.addProp("precision", 20);
        schema.addProp("scale", random.nextInt(5));
        return schema;
    }

    private Schema named() {
        if (!reusable.isEmpty() && random.nextInt(4) == 0) {
            return any(reusable);
        }
        Schema schema = random.nextBoolean()
                ? Schema.createFixed(name("Fixed"), null, "a.b", 1 + random.nextInt(9))
                : Schema.createEnum(name("Enum"), "doc", "a.b", List.of("A", "B", "C", "D"), "C");
        reusable.add(schema);
        return schema;
    }

    private Schema nullable(int depth) {
        Schema type = type(0);
        Schema nothing = Schema.create(Schema.Type.NULL);
        return random.nextInt(3) > 0 || depth == 0
                ? Schema.createUnion(nothing, type)
                : Schema.createUnion(type, nothing);
    }

    /** Of types that Connect tells apart. */
    private Schema union() {
        List<Schema> types = new ArrayList<>(List.of(
                Schema.create(Schema.Type.STRING),
                Schema.create(Schema.Type.DOUBLE),
                Schema.create(Schema.Type.BOOLEAN),
                record(0),
                Schema.createArray(type(0)),
                Schema.create(Schema.Type.NULL)));
        Collections.shuffle(types, random);
        return Schema.createUnion(types.subList(0, 3 + random.nextInt(4)));
    }

    private Schema record(int depth) {
        List<Schema.Field> fields = new ArrayList<>();
        for (int i = random.nextInt(5); i >= 0; i--) {
            fields.add(field(name("f"), type(depth), random.nextInt(3) == 0));
        }
        return Schema.createRecord(name("Record"), "doc", "a.b", false, fields);
    }

    private Schema.Field field(String name, Schema type, boolean withDefault) {
        return new Schema.Field(name, type, random.nextBoolean() ? "doc" : null, withDefault ? defaultOf(type) : null);
    }

    private String name(String prefix) {
        return prefix + names++;
    }

    private <T> T any(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private Object defaultOf(Schema schema) {
        return switch (schema.getType()) {
            case NULL -> JsonProperties.NULL_VALUE;
            case INT -> random.nextInt(86_400_000);
            case UNION -> defaultOf(schema.getTypes().get(0));
            case RECORD -> {
                Map<String, Object> values = new LinkedHashMap<>();
                schema.getFields().forEach(field -> values.put(field.name(), defaultOf(field.schema())));
                yield values;
            }
            case ARRAY -> random.nextBoolean() ? List.of() : List.of(defaultOf(schema.getElementType()));
            case MAP -> random.nextBoolean() ? Map.of() : Map.of("key", defaultOf(schema.getValueType()));
            case ENUM -> any(schema.getEnumSymbols());
            case FIXED -> new byte[schema.getFixedSize()];
            case BYTES -> new byte[] {1, -1};
            default -> value(schema);
        };
    }

    /** A value of a schema. */
    Object value(Schema schema) {
        boolean isTime = "time-millis".equals(schema.getProp("logicalType"));
        return switch (schema.getType()) {
            case NULL -> null;
            case BOOLEAN -> random.nextBoolean();
            case INT -> isTime ? random.nextInt(86_400_000) : random.nextInt() >> random.nextInt(32);
            case LONG -> random.nextLong() >> random.nextInt(64);
            case FLOAT -> random.nextFloat();
            case DOUBLE -> random.nextDouble();
            case STRING -> schema.getProp("logicalType") == null ? text() : new UUID(random.nextLong(), 1).toString();
            // A decimal is a number, which has one shortest form.
            case BYTES ->
                ByteBuffer.wrap(
                        schema.getProp("logicalType") == null
                                ? bytes(random.nextInt(8))
                                : BigInteger.valueOf(random.nextLong() >> random.nextInt(64))
                                        .toByteArray());
            case FIXED -> new GenericData.Fixed(schema, bytes(schema.getFixedSize()));
            case ENUM -> new GenericData.EnumSymbol(schema, any(schema.getEnumSymbols()));
            case ARRAY -> {
                List<Object> values = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    values.add(value(schema.getElementType()));
                }
                yield values;
            }
            case MAP -> {
                Map<String, Object> values = new LinkedHashMap<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    values.put(text() + i, value(schema.getValueType()));
                }
                yield values;
            }
            case UNION -> value(any(schema.getTypes()));
            case RECORD -> {
                GenericData.Record record = new GenericData.Record(schema);
                schema.getFields().forEach(field -> record.put(field.pos(), value(field.schema())));
                yield record;
            }
        };
    }

    private String text() {
        return "矿a\u0000 \uD83D\uDE00".substring(0, 1 + random.nextInt(4));
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Another version of a schema: fields added, removed, renamed, in another order; types promoted, made nullable or not. */
    Schema version(Schema schema) {
        versions.clear();
        reusable.clear();
        return new Schema.Parser().parse(changed(schema).toString());
    }

    private Schema changed(Schema schema) {
        return switch (schema.getType()) {
            case INT -> promoted(schema, Schema.Type.LONG, Schema.Type.FLOAT, Schema.Type.DOUBLE);
            case LONG -> promoted(schema, Schema.Type.FLOAT, Schema.Type.DOUBLE, Schema.Type.LONG);
            case FLOAT -> promoted(schema, Schema.Type.DOUBLE, Schema.Type.FLOAT);
            case STRING -> promoted(schema, Schema.Type.BYTES, Schema.Type.STRING);
            case BYTES -> promoted(schema, Schema.Type.STRING, Schema.Type.BYTES);
            case ARRAY -> Schema.createArray(changed(schema.getElementType()));
            case MAP -> Schema.createMap(changed(schema.getValueType()));
            case UNION -> changedUnion(schema);
            case RECORD, ENUM, FIXED -> {
                Schema known = versions.get(schema.getFullName());
                if (known == null) {
                    known = schema.getType() == Schema.Type.RECORD ? changedRecord(schema) : changedNamed(schema);
                    versions.put(schema.getFullName(), known);
                }
                yield known;
            }
            default -> schema;
        };
    }

    private Schema promoted(Schema schema, Schema.Type... types) {
        if (random.nextInt(3) > 0 || schema.getProp("logicalType") != null) {
            return schema;
        }
        Schema promoted = Schema.create(any(List.of(types)));
        return random.nextInt(4) > 0 ? promoted : Schema.createUnion(Schema.create(Schema.Type.NULL), promoted);
    }

    private Schema changedNamed(Schema schema) {
        if (schema.getType() == Schema.Type.FIXED || random.nextBoolean()) {
            return schema;
        }
        return Schema.createEnum(schema.getName(), null, schema.getNamespace(), List.of("D", "E", "A"), "E");
    }

    private Schema changedUnion(Schema schema) {
        List<Schema> types = new ArrayList<>();
        schema.getTypes().forEach(type -> types.add(PRIMITIVES.contains(type.getType()) ? type : changed(type)));
        if (random.nextInt(4) == 0) {
            return any(types.stream()
                    .filter(type -> type.getType() != Schema.Type.NULL)
                    .toList());
        }
        Collections.shuffle(types, random);
        return Schema.createUnion(types);
    }

    private Schema changedRecord(Schema schema) {
        List<Schema.Field> fields = new ArrayList<>();
        for (Schema.Field field : schema.getFields()) {
            int change = random.nextInt(10);
            if (change > 0) {
                Schema type = changed(field.schema());
                Schema.Field other = field(change > 1 ? field.name() : name("renamed"), type, random.nextBoolean());
                if (change == 1) {
                    other.addAlias(field.name());
                }
                fields.add(other);
            }
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            fields.add(field(name("added"), type(1), true));
        }
        fields.add(field(name("last"), Schema.create(Schema.Type.LONG), true));
        Collections.shuffle(fields, random);
        boolean renamed = random.nextInt(8) == 0;
        Schema other = Schema.createRecord(
                renamed ? name("Renamed") : schema.getName(), null, schema.getNamespace(), false, fields);
        if (renamed) {
            other.addAlias(schema.getName(), schema.getNamespace());
        }
        return other;
    }

    /** A value in Avro's binary form. */
    static byte[] encoded(Schema schema, Object value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        try {
            new GenericDatumWriter<>(schema).write(value, encoder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
