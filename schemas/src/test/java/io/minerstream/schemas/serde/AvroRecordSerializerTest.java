package io.minerstream.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.minerstream.avro.HostingMiner;
import io.minerstream.avro.MinerTelemetry;
import io.minerstream.schemas.contract.ContractExamples;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AvroRecordSerializerTest {

    private static final String TOPIC = "miner-telemetry";
    private static final String SUBJECT = "miner-telemetry-value";

    private RegistryServer server;

    @BeforeEach
    void start() throws IOException {
        server = new RegistryServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void shouldWriteBytesThatPlainAvroReads() throws IOException {
        server.register("another-value", "\"string\"");
        byte[] message = serialize(Map.of(), TOPIC, ContractExamples.readingOfStoppedMiner());

        assertThat(message[0]).isZero();
        int id = ByteBuffer.wrap(message, 1, 4).getInt();
        assertThat(id).isEqualTo(2);
        Schema writer = new Schema.Parser().parse(server.schema(id));
        BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(message, 5, message.length - 5, null);
        GenericRecord body = new GenericDatumReader<GenericRecord>(writer).read(null, decoder);
        assertThat(decoder.isEnd()).isTrue();
        assertThat(body.get("miner_id")).isEqualTo(Integer.MAX_VALUE);
        assertThat(body.get("hashrate")).isEqualTo(0.0);
        assertThat(body.get("temperature")).isNull();
        assertThat(body.get("fan_speed")).isNull();
        assertThat(body.get("recorded_at")).isEqualTo(1_763_596_800_000L);
    }

    @Test
    void shouldWriteExactlyTheseBytes() {
        byte[] message = serialize(Map.of(), TOPIC, ContractExamples.reading());

        // Written out by hand from the Avro specification: zigzag varints, little-endian doubles, union branch first.
        ByteBuffer expected = ByteBuffer.allocate(100)
                .put(new byte[] {0, 0, 0, 0, 1})
                .put((byte) 34)
                .putLong(Long.reverseBytes(Double.doubleToLongBits(108.25)))
                .putLong(Long.reverseBytes(Double.doubleToLongBits(3190.5)))
                .put((byte) 2)
                .putLong(Long.reverseBytes(Double.doubleToLongBits(71.5)))
                .put((byte) 2);
        putVarint(expected, 4820);
        putVarint(expected, 1_763_596_800_001L);
        putVarint(expected, 2558);
        putVarint(expected, 4);
        byte[] bytes = new byte[expected.position()];
        expected.flip().get(bytes);
        assertThat(message).isEqualTo(bytes);
    }

    @Test
    void shouldRegisterTheContractAsItsFileHasIt() throws IOException {
        serialize(
                Map.of(),
                "hosting-miners",
                HostingMiner.newBuilder()
                        .setMinerId(1)
                        .setSiteId(5)
                        .setSerialNumber("SN-1")
                        .build());

        Schema file = new Schema.Parser().parse(HostingMiner.class.getResourceAsStream("/avro/HostingMiner.avsc"));
        assertThat(server.schema(1)).isEqualTo(file.toString()).doesNotContain("avro.java");
        assertThat(server.subjects()).containsExactly("hosting-miners-value");
    }

    @Test
    void shouldAskTheRegistryOnceForEachTopicAndContract() {
        try (AvroRecordSerializer<SpecificRecord> serializer = serializer(Map.of())) {
            for (int i = 0; i < 3; i++) {
                serializer.serialize(TOPIC, ContractExamples.reading());
                serializer.serialize("other", ContractExamples.reading());
                serializer.serialize(TOPIC, ContractExamples.readingOfStoppedMiner());
            }
        }
        assertThat(server.requestLines())
                .containsExactly(
                        "POST /subjects/miner-telemetry-value/versions", "POST /subjects/other-value/versions");
    }

    @Test
    void shouldUseTheKeySubjectForKeys() {
        try (AvroRecordSerializer<SpecificRecord> serializer = new AvroRecordSerializer<>()) {
            serializer.configure(config(Map.of()), true);
            serializer.serialize(TOPIC, ContractExamples.reading());
        }
        assertThat(server.subjects()).containsExactly("miner-telemetry-key");
    }

    @Test
    void shouldOnlyLookUpWhenItMayNotRegister() throws IOException {
        String file = new String(
                MinerTelemetry.class
                        .getResourceAsStream("/avro/MinerTelemetry.avsc")
                        .readAllBytes(),
                StandardCharsets.UTF_8);
        server.register("another-value", "\"string\"");
        int id = server.register(SUBJECT, new Schema.Parser().parse(file).toString());

        byte[] message = serialize(Map.of("auto.register.schemas", "false"), TOPIC, ContractExamples.reading());

        assertThat(WireFormat.schemaId(TOPIC, message)).isEqualTo(id);
        assertThat(server.requestLines()).containsExactly("POST /subjects/miner-telemetry-value");
    }

    @Test
    void shouldRefuseWhenItMayNotRegisterAndSubjectLacksTheSchema() {
        server.register(SUBJECT, "\"string\"");
        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(
                        () -> serialize(Map.of("auto.register.schemas", "false"), TOPIC, ContractExamples.reading()))
                .withMessage("schema registry [" + server.url() + "]: finding the schema of " + SUBJECT
                        + " was refused: Schema not found; error code: 40403");
        assertThat(server.requestLines()).containsExactly("POST /subjects/miner-telemetry-value");
    }

    @Test
    void shouldTakeTheLatestVersionWhenItIsEqual() {
        // Docs do not count.
        server.register(SUBJECT, MinerTelemetry.getClassSchema().toString());
        String portable = PortableSchema.of(MinerTelemetry.getClassSchema()).toString();
        int id = server.register(SUBJECT, portable.replace("TH/s, at least 0", "Terahashes"));

        byte[] message = serialize(
                Map.of("auto.register.schemas", "false", "use.latest.version", "true"),
                TOPIC,
                ContractExamples.reading());

        assertThat(WireFormat.schemaId(TOPIC, message)).isEqualTo(id).isEqualTo(2);
        assertThat(server.requestLines()).containsExactly("GET /subjects/miner-telemetry-value/versions/latest");
    }

    @Test
    void shouldRefuseTheLatestVersionWhenItDiffers() {
        server.register(
                SUBJECT, PortableSchema.of(MinerTelemetry.getClassSchema()).toString());
        server.register(
                SUBJECT, PortableSchema.of(HostingMiner.getClassSchema()).toString());

        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(() -> serialize(
                        Map.of("auto.register.schemas", "false", "use.latest.version", "true"),
                        TOPIC,
                        ContractExamples.reading()))
                .withMessage(
                        "subject miner-telemetry-value: with use.latest.version=true its latest version must equal "
                                + "the schema of the record, but version 2 differs; register the record's schema, or set "
                                + "use.latest.version=false");
    }

    @Test
    void shouldRegisterWhenBothAutoRegisterAndLatestAreSet() {
        serialize(Map.of("use.latest.version", "true"), TOPIC, ContractExamples.reading());

        assertThat(server.requestLines()).containsExactly("POST /subjects/miner-telemetry-value/versions");
    }

    @Test
    void shouldRefuseARecordThatBreaksItsSchema() {
        MinerTelemetry withoutTime = new MinerTelemetry();

        assertThatExceptionOfType(SerializationException.class)
                .isThrownBy(() -> serialize(Map.of(), TOPIC, withoutTime))
                .withMessageStartingWith(
                        "topic miner-telemetry: the record breaks schema io.minerstream.avro.MinerTelemetry: ")
                .withMessageContaining("recorded_at");
    }

    @Test
    void shouldWriteTheNextRecordWhenOneWasBroken() {
        try (AvroRecordSerializer<SpecificRecord> serializer = serializer(Map.of())) {
            byte[] before = serializer.serialize(TOPIC, ContractExamples.reading());
            // Its time, one of the last fields, is null.
            MinerTelemetry halfWritten = new MinerTelemetry();
            assertThatExceptionOfType(SerializationException.class)
                    .isThrownBy(() -> serializer.serialize(TOPIC, halfWritten));

            assertThat(serializer.serialize(TOPIC, ContractExamples.reading())).isEqualTo(before);
        }
    }

    @Test
    void shouldTryTheRegistryAgainWithTheNextRecord() {
        server.answerNext(RegistryServer.Answer.error(50301, "down"));
        try (AvroRecordSerializer<SpecificRecord> serializer = serializer(Map.of("max.retries", "0"))) {
            assertThatExceptionOfType(RegistryUnavailableException.class)
                    .isThrownBy(() -> serializer.serialize(TOPIC, ContractExamples.reading()));

            assertThat(serializer.serialize(TOPIC, ContractExamples.reading())).isNotEmpty();
        }
    }

    @Test
    void shouldAskForConfigurationFirst() {
        try (AvroRecordSerializer<SpecificRecord> serializer = new AvroRecordSerializer<>()) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> serializer.serialize(TOPIC, ContractExamples.reading()))
                    .withMessage("configure() must be called before the first record");
        }
    }

    @Test
    void shouldLeaveSchemasWithoutStringsAlone() {
        Schema numbers =
                SchemaBuilder.record("Numbers").fields().requiredInt("a").endRecord();

        assertThat(PortableSchema.of(numbers)).isSameAs(numbers);
    }

    @Test
    void shouldKeepEverythingButTheJavaString() {
        Schema schema = new Schema.Parser()
                .parse(
                        """
                {"type": "record", "name": "R", "doc": "has ,\\"avro.java.string\\":\\"String\\"", "fields": [
                  {"name": "a", "type": {"type": "string", "avro.java.string": "String"}, "default": "x", "order": "ignore"},
                  {"name": "b", "type": ["null", {"type": "string", "logicalType": "uuid", "avro.java.string": "String"}]},
                  {"name": "c", "type": {"type": "map", "values": "long", "avro.java.string": "String"}}]}""");

        assertThat(PortableSchema.of(schema))
                .isEqualTo(
                        new Schema.Parser()
                                .parse(
                                        """
                {"type": "record", "name": "R", "fields": [
                  {"name": "a", "type": "string", "default": "x", "order": "ignore"},
                  {"name": "b", "type": ["null", {"type": "string", "logicalType": "uuid"}]},
                  {"name": "c", "type": {"type": "map", "values": "long"}}]}"""));
        assertThat(PortableSchema.of(schema).getDoc())
                .isEqualTo(schema.getDoc())
                .contains("avro.java.string");
    }

    private byte[] serialize(Map<String, String> config, String topic, SpecificRecord datum) {
        try (AvroRecordSerializer<SpecificRecord> serializer = serializer(config)) {
            return serializer.serialize(topic, datum);
        }
    }

    private AvroRecordSerializer<SpecificRecord> serializer(Map<String, String> config) {
        AvroRecordSerializer<SpecificRecord> serializer = new AvroRecordSerializer<>();
        serializer.configure(config(config), false);
        return serializer;
    }

    private Map<String, String> config(Map<String, String> config) {
        Map<String, String> all = new HashMap<>(config);
        all.put("schema.registry.url", server.url());
        return all;
    }

    /** @param value at least 0 */
    private static void putVarint(ByteBuffer to, long value) {
        for (long rest = value << 1; ; rest >>>= 7) {
            if ((rest & ~0x7fL) == 0) {
                to.put((byte) rest);
                return;
            }
            to.put((byte) ((rest & 0x7f) | 0x80));
        }
    }
}
