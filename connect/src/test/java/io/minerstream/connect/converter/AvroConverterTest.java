package io.minerstream.connect.converter;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.minerstream.avro.MinerTelemetry;
import io.minerstream.schemas.serde.AvroRecordDeserializer;
import io.minerstream.schemas.serde.AvroRecordSerializer;
import io.minerstream.schemas.serde.RegistryConfig;
import io.minerstream.schemas.serde.SchemaRegistry;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.storage.Converter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

class AvroConverterTest {

    private static final String TOPIC = "miner-telemetry";
    private static final Instant MIDNIGHT = Instant.parse("2025-11-20T00:00:00Z");

    private final AvroConverter converter = new AvroConverter();
    private final AvroRecordSerializer<MinerTelemetry> serializer = new AvroRecordSerializer<>();
    private Map<String, Object> config;
    private String registry;

    @BeforeEach
    void configure(TestInfo test) {
        // Registries in memory are shared by name: each test has its own.
        registry = "mock://" + test.getTestMethod().orElseThrow().getName();
        config = Map.of(RegistryConfig.URL, registry);
        serializer.configure(config, false);
        converter.configure(config, false);
    }

    @AfterEach
    void close() {
        converter.close();
        serializer.close();
    }

    @Test
    void shouldGiveConnectDataForReading() {
        SchemaAndValue data = converter.toConnectData(TOPIC, serializer.serialize(TOPIC, reading()));

        Struct row = (Struct) data.value();
        assertThat(row.schema()).isSameAs(data.schema());
        assertThat(row.getInt32("miner_id")).isEqualTo(17);
        assertThat(row.getFloat64("hashrate")).isEqualTo(108.25);
        assertThat(row.getFloat64("power_consumption")).isEqualTo(3190.5);
        assertThat(row.getFloat64("temperature")).isEqualTo(71.5);
        assertThat(row.getInt32("fan_speed")).isEqualTo(4820);
        assertThat(row.get("recorded_at")).isEqualTo(Date.from(MIDNIGHT.plusMillis(1)));
        assertThat(row.getInt64("accepted_shares")).isEqualTo(2558);
        assertThat(row.getInt64("rejected_shares")).isEqualTo(4);
    }

    @Test
    void shouldGiveColumnsOfTheTableAsFields() {
        Schema schema = converter
                .toConnectData(TOPIC, serializer.serialize(TOPIC, reading()))
                .schema();

        assertThat(schema.fields())
                .extracting(Field::name)
                .containsExactly(
                        "miner_id",
                        "hashrate",
                        "power_consumption",
                        "temperature",
                        "fan_speed",
                        "recorded_at",
                        "accepted_shares",
                        "rejected_shares");
        assertThat(schema.field("recorded_at").schema().name()).isEqualTo(Timestamp.LOGICAL_NAME);
        assertThat(schema.field("recorded_at").schema().isOptional()).isFalse();
        assertThat(schema.field("temperature").schema().isOptional()).isTrue();
        assertThat(schema.field("fan_speed").schema().isOptional()).isTrue();
        assertThat(schema.field("hashrate").schema().isOptional()).isFalse();
    }

    @Test
    void shouldGiveNullsForReadingOfStoppedMiner() {
        Struct row = (Struct) converter
                .toConnectData(TOPIC, serializer.serialize(TOPIC, readingOfStoppedMiner()))
                .value();

        assertThat(row.get("temperature")).isNull();
        assertThat(row.get("fan_speed")).isNull();
        assertThat(row.getFloat64("hashrate")).isZero();
        assertThat(row.get("recorded_at")).isEqualTo(Date.from(MIDNIGHT));
        assertThat(row.getInt64("accepted_shares")).isZero();
    }

    @Test
    void shouldGiveSameSchemaObjectForSameSchemaId() {
        Schema first = converter
                .toConnectData(TOPIC, serializer.serialize(TOPIC, reading()))
                .schema();
        Schema second = converter
                .toConnectData(TOPIC, serializer.serialize(TOPIC, readingOfStoppedMiner()))
                .schema();

        // A sink that gets another object for each record compares schemas field by field, or flushes its batch.
        assertThat(second).isSameAs(first);
    }

    @Test
    void shouldWriteWhatItHasReadBack() {
        SchemaAndValue data = converter.toConnectData(TOPIC, serializer.serialize(TOPIC, reading()));

        byte[] message = converter.fromConnectData("copy", data.schema(), data.value());

        assertThat(message[0]).isZero();
        assertThat(converter.toConnectData("copy", message).value()).isEqualTo(data.value());
        try (AvroRecordDeserializer<MinerTelemetry> deserializer = new AvroRecordDeserializer<>(MinerTelemetry.class)) {
            deserializer.configure(config, false);
            assertThat(deserializer.deserialize("copy", message)).isEqualTo(reading());
        }
    }

    @Test
    void shouldWriteNullsBack() {
        SchemaAndValue data = converter.toConnectData(TOPIC, serializer.serialize(TOPIC, readingOfStoppedMiner()));

        byte[] message = converter.fromConnectData(TOPIC, data.schema(), data.value());

        assertThat(converter.toConnectData(TOPIC, message).value()).isEqualTo(data.value());
    }

    @Test
    void shouldRegisterKeysAndValuesUnderTheirOwnSubjects() {
        AvroConverter keys = new AvroConverter();
        keys.configure(config, true);

        byte[] key = keys.fromConnectData("t", Schema.INT32_SCHEMA, 1);
        byte[] value = converter.fromConnectData("t", Schema.STRING_SCHEMA, "a");

        assertThat(keys.toConnectData("t", key).value()).isEqualTo(1);
        assertThat(converter.toConnectData("t", value).value()).isEqualTo("a");

        try (SchemaRegistry client = SchemaRegistry.connect(config)) {
            assertThat(client.subjects()).containsExactlyInAnyOrder("t-key", "t-value");
        }
        keys.close();
    }

    @Test
    void shouldPassTombstonesOn() {
        assertThat(converter.toConnectData(TOPIC, null)).isSameAs(SchemaAndValue.NULL);
        assertThat(converter.fromConnectData(TOPIC, null, null)).isNull();
        assertThat(converter.fromConnectData(TOPIC, Schema.OPTIONAL_STRING_SCHEMA, null))
                .isNull();
    }

    @Test
    void shouldBlameRecordThatIsTooShortForPrefix() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> converter.toConnectData(TOPIC, new byte[] {0, 0, 0}))
                .withMessage("topic miner-telemetry: a message must have at least 5 bytes (0, schema id, Avro body), "
                        + "got 3");
    }

    @Test
    void shouldBlameRecordWithWrongMagicByte() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> converter.toConnectData(TOPIC, "{\"miner_id\":1}".getBytes(US_ASCII)))
                .withMessage("topic miner-telemetry: the first byte of a message must be 0 (Confluent wire format), "
                        + "got 123");
    }

    @Test
    void shouldBlameRecordWithUnknownSchemaId() {
        byte[] message = serializer.serialize(TOPIC, reading());
        ByteBuffer.wrap(message).putInt(1, 4711);

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> converter.toConnectData(TOPIC, message))
                .withMessageStartingWith("topic miner-telemetry: schema registry [" + registry
                        + "]: reading schema id 4711 was refused: ");
    }

    @Test
    void shouldBlameRecordThatIsCutOffAnywhere() {
        byte[] message = serializer.serialize(TOPIC, reading());
        int id = ByteBuffer.wrap(message).getInt(1);

        for (int length = 5; length < message.length; length++) {
            byte[] cutOff = Arrays.copyOf(message, length);
            assertThatExceptionOfType(DataException.class)
                    .as("the first %s of %s bytes", length, message.length)
                    .isThrownBy(() -> converter.toConnectData(TOPIC, cutOff))
                    .withMessageStartingWith(
                            "topic miner-telemetry: the message is no Avro record of schema id %s (%s bytes): "
                                    .formatted(id, length));
        }
    }

    @Test
    void shouldBlameRecordWithTrailingBytes() {
        byte[] message = serializer.serialize(TOPIC, reading());
        int id = ByteBuffer.wrap(message).getInt(1);

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> converter.toConnectData(TOPIC, Arrays.copyOf(message, message.length + 1)))
                .withMessage("topic miner-telemetry: the message is longer than schema id %s says (%s bytes)"
                        .formatted(id, message.length + 1));
    }

    @Test
    void shouldReadNextRecordAfterBrokenOne() {
        byte[] message = serializer.serialize(TOPIC, reading());
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> converter.toConnectData(TOPIC, Arrays.copyOf(message, 20)));

        Struct row = (Struct) converter.toConnectData(TOPIC, message).value();

        assertThat(row.getInt64("rejected_shares")).isEqualTo(4);
    }

    @Test
    void shouldBlameValueThatBreaksItsSchema() {
        Schema schema = SchemaBuilder.struct()
                .name("Reading")
                .field("hashrate", Schema.FLOAT64_SCHEMA)
                .build();

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> converter.fromConnectData(TOPIC, schema, new Struct(schema)))
                .withMessageStartingWith("topic miner-telemetry: ");
    }

    @Test
    void shouldRefuseValueWithoutSchemaAsItsOwnFault() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> converter.fromConnectData(TOPIC, null, Map.of("hashrate", 1.0)))
                .withMessage(
                        "topic miner-telemetry: a value must have a schema, got none; the source connector must give one");
    }

    @Test
    void shouldRequireAddressOfTheRegistry() {
        try (AvroConverter unconfigured = new AvroConverter()) {
            assertThatExceptionOfType(ConfigException.class)
                    .isThrownBy(() -> unconfigured.configure(Map.of(), false))
                    .withMessageContaining("schema.registry.url");
        }
    }

    @Test
    void shouldHaveRecordsWaitWhileTheRegistryIsDown() {
        byte[] message = serializer.serialize(TOPIC, reading());
        Map<String, Object> down = new HashMap<>();
        // Port 1 (tcpmux) is never in use on a loopback address.
        down.put(RegistryConfig.URL, "http://127.0.0.1:1");
        down.put("max.retries", 0);
        try (AvroConverter waiting = new AvroConverter()) {
            waiting.configure(down, false);

            assertThatExceptionOfType(RetriableException.class)
                    .isThrownBy(() -> waiting.toConnectData(TOPIC, message))
                    .withMessageStartingWith("topic miner-telemetry: schema registry [http://127.0.0.1:1]");
        }
    }

    @Test
    void shouldBeFoundAsPluginByConnect() {
        assertThat(ServiceLoader.load(Converter.class).stream().map(ServiceLoader.Provider::type))
                .contains(AvroConverter.class);
        assertThat(converter.version()).isEqualTo("undefined");
        assertThat(converter.config().names()).contains("schema.registry.url");
    }

    private static MinerTelemetry reading() {
        return MinerTelemetry.newBuilder()
                .setMinerId(17)
                .setHashrate(108.25)
                .setPowerConsumption(3190.5)
                .setTemperature(71.5)
                .setFanSpeed(4820)
                .setRecordedAt(MIDNIGHT.plusMillis(1))
                .setAcceptedShares(2558L)
                .setRejectedShares(4L)
                .build();
    }

    private static MinerTelemetry readingOfStoppedMiner() {
        return MinerTelemetry.newBuilder()
                .setMinerId(18)
                .setHashrate(0)
                .setPowerConsumption(0)
                .setRecordedAt(MIDNIGHT)
                .build();
    }
}
