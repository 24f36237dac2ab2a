package io.minerstream.connect.converter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.minerstream.avro.CurtailmentStrategy;
import io.minerstream.avro.MinerTelemetry;
import io.minerstream.schemas.serde.RegistryConfig;
import io.minerstream.schemas.serde.SchemaRegistry;
import io.minerstream.schemas.serde.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Date;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Records of foreign schemas, read as the contract of the topic. */
class ReaderSchemaTest {

    private static final String TOPIC = "miner-telemetry";
    private static final Schema CONTRACT = MinerTelemetry.getClassSchema();
    private static final Schema NULLABLE_DOUBLE =
            SchemaBuilder.unionOf().nullType().and().doubleType().endUnion();

    private final AvroConverter converter = new AvroConverter();
    private Map<String, Object> config;
    private SchemaRegistry registry;

    @BeforeEach
    void configure(TestInfo test) {
        // Registries in memory are shared by name: each test has its own.
        config = Map.of(
                RegistryConfig.URL,
                "mock://reader-" + test.getTestMethod().orElseThrow().getName(),
                ConverterConfig.READER_SCHEMA,
                CONTRACT.getFullName());
        registry = SchemaRegistry.connect(config);
        converter.configure(config, false);
    }

    @AfterEach
    void close() {
        converter.close();
        registry.close();
    }

    @Test
    void shouldDropAdditionalFields() {
        Schema extended = telemetry("\"double\"", ", {\"name\": \"firmware\", \"type\": [\"null\", \"string\"]}");

        SchemaAndValue own = converter.toConnectData(TOPIC, message(CONTRACT, reading(CONTRACT)));
        SchemaAndValue foreign = converter.toConnectData(
                TOPIC,
                message(
                        extended,
                        new GenericRecordBuilder(reading(extended))
                                .set("firmware", "1.2")
                                .build()));

        // The same object: a sink flushes its batch when the schema changes.
        assertThat(foreign.schema()).isSameAs(own.schema());
        assertThat(foreign.value()).isEqualTo(own.value());
    }

    @Test
    void shouldFillDefaultsInAndReadByNameAndPromoteTypes() {
        Schema less = new Schema.Parser()
                .parse(
                        """
                        {"type": "record", "name": "MinerTelemetry", "namespace": "io.minerstream.avro", "fields": [
                          {"name": "recorded_at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
                          {"name": "power_consumption", "type": "int"},
                          {"name": "hashrate", "type": "float"},
                          {"name": "miner_id", "type": "int"}]}""");

        Struct row = (Struct) converter
                .toConnectData(
                        TOPIC,
                        message(
                                less,
                                new GenericRecordBuilder(less)
                                        .set("recorded_at", 1_000L)
                                        .set("power_consumption", 3_190)
                                        .set("hashrate", 108.5f)
                                        .set("miner_id", 17)
                                        .build()))
                .value();

        assertThat(row.get("recorded_at")).isEqualTo(new Date(1_000));
        assertThat(row.getFloat64("power_consumption")).isEqualTo(3_190.0);
        assertThat(row.getFloat64("hashrate")).isEqualTo(108.5);
        assertThat(row.getInt64("accepted_shares")).isZero();
        assertThat(row.get("temperature")).isNull();
    }

    @Test
    void shouldNameBothSchemasOfAnotherRecord() {
        Schema other = SchemaBuilder.record("Reading")
                .namespace("org.other")
                .fields()
                .requiredInt("miner_id")
                .endRecord();
        byte[] message = message(
                other, new GenericRecordBuilder(other).set("miner_id", 17).build());

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> converter.toConnectData(TOPIC, message))
                .withMessageStartingWith("topic miner-telemetry: a record must be readable as "
                        + "io.minerstream.avro.MinerTelemetry, got org.other.Reading (schema id "
                        + WireFormat.schemaId(TOPIC, message) + "): Found org.other.Reading, expecting "
                        + "io.minerstream.avro.MinerTelemetry, missing required field");
    }

    @Test
    void shouldNameBothSchemasOfSomethingElseThanARecord() {
        Schema text = Schema.create(Schema.Type.STRING);

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> converter.toConnectData(TOPIC, message(text, "text")))
                .withMessageContaining(
                        "must be readable as io.minerstream.avro.MinerTelemetry, got string (schema id ");
    }

    @Test
    void shouldRefuseOnlyTheNullsOfAFieldThatMayBeNullThere() {
        Schema nullable = telemetry(NULLABLE_DOUBLE.toString(), "");
        byte[] without = message(
                nullable,
                new GenericRecordBuilder(reading(nullable))
                        .set("hashrate", null)
                        .build());

        assertThat(converter
                        .toConnectData(TOPIC, message(nullable, reading(nullable)))
                        .value())
                .isEqualTo(converter
                        .toConnectData(TOPIC, message(CONTRACT, reading(CONTRACT)))
                        .value());
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> converter.toConnectData(TOPIC, without))
                .withMessageContaining("must be readable as io.minerstream.avro.MinerTelemetry")
                .withMessageContaining("null");
    }

    @Test
    void shouldStepOverARecursiveFieldAndRefuseOneOfAnyDepth() {
        Schema recursive = telemetry(
                "\"double\"",
                ", {\"name\": \"parts\", \"type\": [\"null\", {\"type\": \"record\", \"name\": \"Part\", \"fields\": ["
                        + "{\"name\": \"of\", \"type\": [\"null\", \"Part\"]}]}]}");
        // The last field: null, which is type 0 of the union.
        byte[] flat = message(recursive, reading(recursive));
        byte[] deep = Arrays.copyOf(flat, flat.length + 1_000_000);
        // Type 1 a million times.
        Arrays.fill(deep, flat.length - 1, deep.length - 1, (byte) 2);

        assertThat(converter.toConnectData(TOPIC, flat))
                .isEqualTo(converter.toConnectData(TOPIC, message(CONTRACT, reading(CONTRACT))));
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> converter.toConnectData(TOPIC, deep))
                .withMessageStartingWith("topic miner-telemetry: the message is no Avro record of schema id ");
    }

    /** A record of a few bytes that claims a text of 2 GB: reserving them would end the task. */
    @Test
    void shouldRefuseALengthThatTheRecordDoesNotHave() throws IOException {
        try (AvroConverter strategies = new AvroConverter()) {
            strategies.configure(
                    Map.of(
                            RegistryConfig.URL,
                            config.get(RegistryConfig.URL),
                            ConverterConfig.READER_SCHEMA,
                            "io.minerstream.avro.CurtailmentStrategy"),
                    false);
            int id = registry.register("s-value", CurtailmentStrategy.getClassSchema(), false);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.writeBytes(WireFormat.prefix(id));
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
            encoder.writeInt(5);
            encoder.writeLong(Integer.MAX_VALUE - 8);
            encoder.flush();

            assertThatExceptionOfType(DataException.class)
                    .isThrownBy(() -> strategies.toConnectData("s", bytes.toByteArray()))
                    .withMessageStartingWith("topic s: the message is no Avro record of schema id " + id);
        }
    }

    @Test
    void shouldRefuseAnUnknownContractByName() {
        try (AvroConverter unknown = new AvroConverter()) {
            assertThatExceptionOfType(ConfigException.class)
                    .isThrownBy(() -> unknown.configure(
                            Map.of(RegistryConfig.URL, "mock://unknown", ConverterConfig.READER_SCHEMA, "a.B"), false))
                    .withMessage("reader.schema: must be the full name of a contract, got 'a.B'");
        }
    }

    /** The contract with another type of hashrate and further fields. */
    private static Schema telemetry(String hashrate, String further) {
        String text = CONTRACT.toString().replaceFirst("(\"name\":\"hashrate\",\"type\":)\"double\"", "$1" + hashrate);
        return new Schema.Parser().parse(text.substring(0, text.lastIndexOf(']')) + further + "]}");
    }

    private static GenericData.Record reading(Schema schema) {
        GenericData.Record reading = new GenericData.Record(schema);
        reading.put("miner_id", 17);
        reading.put("hashrate", 108.25);
        reading.put("power_consumption", 3_190.5);
        reading.put("temperature", 71.5);
        reading.put("fan_speed", 4_820);
        reading.put("recorded_at", 1_763_600_400_000L);
        reading.put("accepted_shares", 2_558L);
        reading.put("rejected_shares", 4L);
        return reading;
    }

    private byte[] message(Schema schema, Object datum) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(WireFormat.prefix(registry.register(schema.getName() + schema.hashCode(), schema, false)));
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        try {
            new GenericDatumWriter<>(schema).write(datum, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
