package io.minerstream.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.minerstream.avro.HostingMiner;
import io.minerstream.avro.MinerTelemetry;
import io.minerstream.schemas.contract.ContractExamples;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryData;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.IntegerDeserializer;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AvroRecordDeserializerTest {

    private static final String TOPIC = "miner-telemetry";
    private static final Schema READING = PortableSchema.of(MinerTelemetry.getClassSchema());

    private final Map<String, String> config = Map.of("schema.registry.url", "mock://" + UUID.randomUUID());
    private final AvroRecordDeserializer<MinerTelemetry> deserializer =
            new AvroRecordDeserializer<>(MinerTelemetry.class);
    private SchemaRegistry registry;

    @BeforeEach
    void configure() {
        registry = SchemaRegistry.connect(config);
        deserializer.configure(config, false);
    }

    @AfterEach
    void close() {
        deserializer.close();
        registry.close();
    }

    @Test
    void shouldRefuseABodyThatBreaksOff() {
        byte[] whole = message(READING, reading());

        for (int length = WireFormat.PREFIX_LENGTH; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatExceptionOfType(SerializationException.class)
                    .as("%s of %s bytes", length, whole.length)
                    .isThrownBy(() -> deserializer.deserialize(TOPIC, part))
                    .withMessageStartingWith("topic miner-telemetry: the message is no Avro record of schema id 1 ("
                            + length + " bytes): java.io.EOFException");
        }
    }

    @Test
    void shouldRefuseBytesAfterTheRecord() {
        byte[] whole = message(READING, reading());
        byte[] longer = Arrays.copyOf(whole, whole.length + 1);

        assertThatExceptionOfType(SerializationException.class)
                .isThrownBy(() -> deserializer.deserialize(TOPIC, longer))
                .withMessage("topic miner-telemetry: the message is longer than schema id 1 says (" + longer.length
                        + " bytes)");
    }

    @Test
    void shouldRefuseAnotherWireFormat() {
        byte[] json = "{\"miner_id\": 17}".getBytes(StandardCharsets.UTF_8);

        assertThatExceptionOfType(SerializationException.class)
                .isThrownBy(() -> deserializer.deserialize(TOPIC, json))
                .withMessage(
                        "topic miner-telemetry: the first byte of a message must be 0 (Confluent wire format), got 123");
    }

    @Test
    void shouldRefuseAnUnknownId() {
        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(() -> deserializer.deserialize(TOPIC, WireFormat.prefix(77)))
                .withMessageStartingWith("schema registry [" + config.get("schema.registry.url")
                        + "]: reading schema id 77 was refused: ");
    }

    @Test
    void shouldReadTheNextMessageWhenOneWasBroken() {
        byte[] whole = message(READING, reading());
        byte[] longer = Arrays.copyOf(whole, whole.length + 3);
        byte[] shorter = Arrays.copyOf(whole, whole.length - 3);

        for (byte[] broken : new byte[][] {longer, shorter, {0}, {9, 9, 9, 9, 9}}) {
            assertThatExceptionOfType(SerializationException.class)
                    .isThrownBy(() -> deserializer.deserialize(TOPIC, broken));
            assertThat(deserializer.deserialize(TOPIC, whole).getMinerId()).isEqualTo(17);
        }
    }

    /** A length that a few bytes announce must not make us allocate it: one such message would end the JVM. */
    @ParameterizedTest
    @ValueSource(ints = {1_000_000_000, Integer.MAX_VALUE - 8, Integer.MAX_VALUE})
    void shouldRefuseAStringThatIsLongerThanTheMessage(int length) {
        int id = registry.register("hosting-miners-value", PortableSchema.of(HostingMiner.getClassSchema()), false);
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(WireFormat.prefix(id));
        message.writeBytes(new byte[] {2, 10});
        message.writeBytes(varint(length));
        try (AvroRecordDeserializer<HostingMiner> miners = new AvroRecordDeserializer<>(HostingMiner.class)) {
            miners.configure(config, false);

            assertThatExceptionOfType(SerializationException.class)
                    .isThrownBy(() -> miners.deserialize("hosting-miners", message.toByteArray()))
                    .withMessageStartingWith("topic hosting-miners: the message is no Avro record of schema id " + id);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000_000_000, Integer.MAX_VALUE - 8, Integer.MAX_VALUE})
    void shouldRefuseAnArrayThatIsLongerThanTheMessage(int items) {
        Schema list = SchemaBuilder.record("Grown")
                .fields()
                .name("more")
                .type()
                .array()
                .items()
                .longType()
                .noDefault()
                .endRecord();
        int id = registry.register("grown-value", list, false);
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(WireFormat.prefix(id));
        message.writeBytes(varint(items));

        assertThatExceptionOfType(SerializationException.class)
                .isThrownBy(() -> deserializer.deserialize(TOPIC, message.toByteArray()))
                .withMessageStartingWith("topic miner-telemetry: the message is no Avro record of schema id " + id);
    }

    @Test
    void shouldFillInDefaultsWhenTheWriterIsOlder() {
        Schema older = without(READING, "accepted_shares", "rejected_shares", "fan_speed");
        MinerTelemetry read = deserializer.deserialize(TOPIC, message(older, reading(older)));

        assertThat(read)
                .isEqualTo(MinerTelemetry.newBuilder(ContractExamples.reading())
                        .setFanSpeed(null)
                        .setAcceptedShares(0L)
                        .setRejectedShares(0L)
                        .build());
    }

    @Test
    void shouldSkipUnknownFieldsWhenTheWriterIsNewer() {
        String text = READING.toString();
        Schema newer = new Schema.Parser()
                .parse(text.replaceFirst(
                        "\\{\"name\":\"hashrate\"",
                        "{\"name\":\"pool\",\"type\":\"string\",\"default\":\"x\"},{\"name\":\"hashrate\""));
        GenericData.Record datum = reading(newer);
        datum.put("pool", "eu-1");

        assertThat(deserializer.deserialize(TOPIC, message(newer, datum))).isEqualTo(ContractExamples.reading());
    }

    @Test
    void shouldReadARecordOfAnotherNameIntoTheGivenClass() {
        Schema renamed = new Schema.Parser()
                .parse(READING.toString()
                        .replace("\"MinerTelemetry\"", "\"Reading\"")
                        .replace("io.minerstream.avro", "x"));

        assertThat(deserializer.deserialize(TOPIC, message(renamed, reading(renamed))))
                .isEqualTo(ContractExamples.reading());
    }

    @Test
    void shouldRefuseAWriterThatCannotBeResolved() {
        Schema other = SchemaBuilder.record("io.minerstream.avro.MinerTelemetry")
                .fields()
                .requiredString("miner_id")
                .endRecord();
        byte[] message = message(
                other, new GenericRecordBuilder(other).set("miner_id", "x").build());

        assertThatExceptionOfType(SerializationException.class)
                .isThrownBy(() -> deserializer.deserialize(TOPIC, message))
                .withMessageStartingWith(
                        "topic miner-telemetry: the message is no Avro record of schema id 1 (7 bytes): "
                                + "org.apache.avro.AvroTypeException: Found ");
    }

    @Test
    void shouldRefuseAWriterThatIsNoRecord() {
        Schema text = Schema.create(Schema.Type.STRING);

        assertThatExceptionOfType(SerializationException.class)
                .isThrownBy(() -> deserializer.deserialize(TOPIC, message(text, "hello")))
                .withMessageStartingWith("topic miner-telemetry: the message is no Avro record of schema id 1");
    }

    @Test
    void shouldFindTheClassByTheWritersNameWhenConfiguredByClassName() {
        Map<String, Object> consumer = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                "127.0.0.1:1",
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                IntegerDeserializer.class.getName(),
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                AvroRecordDeserializer.class.getName(),
                "schema.registry.url",
                config.get("schema.registry.url"));
        // Constructing the consumer is what resolves the class name; it connects to nothing before the first poll.
        new KafkaConsumer<Integer, SpecificRecord>(consumer).close();

        try (Deserializer<SpecificRecord> byName = newInstance(
                consumer.get(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG).toString())) {
            byName.configure(consumer, false);
            try (AvroRecordSerializer<SpecificRecord> serializer = new AvroRecordSerializer<>()) {
                serializer.configure(config, false);
                for (SpecificRecord datum : ContractExamples.all()) {
                    assertThat(byName.deserialize(TOPIC, serializer.serialize(TOPIC, datum)))
                            .isEqualTo(datum)
                            .isInstanceOf(datum.getClass());
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"io.minerstream.avro.NoSuchContract", "java.lang.Thread", "java.util.ArrayList"})
    void shouldRefuseAWriterWithoutAGeneratedClass(String name) {
        Schema schema = SchemaBuilder.record(name).fields().requiredInt("a").endRecord();
        byte[] message =
                message(schema, new GenericRecordBuilder(schema).set("a", 1).build());
        try (AvroRecordDeserializer<SpecificRecord> byName = new AvroRecordDeserializer<>()) {
            byName.configure(config, false);

            assertThatExceptionOfType(SerializationException.class)
                    .isThrownBy(() -> byName.deserialize(TOPIC, message))
                    .withMessage("topic miner-telemetry: schema id 1 is " + name
                            + ", for which there is no generated class");
        }
    }

    @Test
    void shouldAskForConfigurationFirst() {
        try (AvroRecordDeserializer<MinerTelemetry> fresh = new AvroRecordDeserializer<>(MinerTelemetry.class)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> fresh.deserialize(TOPIC, WireFormat.prefix(1)))
                    .withMessage("configure() must be called before the first message");
        }
    }

    private byte[] message(Schema schema, Object datum) {
        int id = registry.register(UUID.randomUUID() + "-value", schema, false);
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(WireFormat.prefix(id));
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(message, null);
        try {
            new GenericDatumWriter<>(schema).write(datum, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return message.toByteArray();
    }

    private static GenericData.Record reading() {
        return reading(READING);
    }

    /** The fields of {@link ContractExamples#reading()} that the schema has. */
    private static GenericData.Record reading(Schema schema) {
        GenericData.Record datum = new GenericData.Record(schema);
        Map<String, Object> values = Map.of(
                "miner_id",
                17,
                "hashrate",
                108.25,
                "power_consumption",
                3190.5,
                "temperature",
                71.5,
                "fan_speed",
                4820,
                "recorded_at",
                1_763_596_800_001L,
                "accepted_shares",
                2558L,
                "rejected_shares",
                4L);
        values.forEach((name, value) -> {
            if (schema.getField(name) != null) {
                datum.put(name, value);
            }
        });
        return datum;
    }

    private static Schema without(Schema schema, String... names) {
        return Schema.createRecord(
                schema.getName(),
                schema.getDoc(),
                schema.getNamespace(),
                false,
                schema.getFields().stream()
                        .filter(field -> !Arrays.asList(names).contains(field.name()))
                        .map(field -> new Schema.Field(field, field.schema()))
                        .toList());
    }

    private static byte[] varint(int value) {
        byte[] bytes = new byte[10];
        return Arrays.copyOf(bytes, BinaryData.encodeLong(value, bytes, 0));
    }

    @SuppressWarnings("unchecked")
    private static Deserializer<SpecificRecord> newInstance(String className) {
        try {
            return Utils.newInstance(className, Deserializer.class);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
