package io.minerstream.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.minerstream.schemas.contract.ContractExamples;
import io.minerstream.schemas.topic.TopicNames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.RandomData;
import org.apache.kafka.common.errors.SerializationException;

class AvroRecordDeserializerPropertyTest {

    private static final int CONTRACTS = 7;

    private final Map<String, String> config = Map.of("schema.registry.url", "mock://" + UUID.randomUUID());
    private final AvroRecordSerializer<SpecificRecord> serializer = new AvroRecordSerializer<>();
    private final AvroRecordDeserializer<SpecificRecord> deserializer = new AvroRecordDeserializer<>();
    private final List<Schema> schemas =
            new ArrayList<>(ContractRegistration.contracts(TopicNames.DEFAULT).values());

    AvroRecordDeserializerPropertyTest() {
        serializer.configure(config, false);
        deserializer.configure(config, false);
    }

    /** What plain Avro writes, read by us and written again, is the same to the byte: for every branch of every union. */
    @Property(tries = 2_000)
    void shouldWriteTheBytesThatItRead(@ForAll @IntRange(max = CONTRACTS - 1) int contract, @ForAll long seed)
            throws IOException {
        Schema schema = schemas.get(contract);
        byte[] message =
                message(schema, new RandomData(schema, 1, seed).iterator().next());

        SpecificRecord read = deserializer.deserialize("t", message);

        assertThat(read.getClass().getName()).isEqualTo(schema.getFullName());
        assertThat(serializer.serialize("t", read)).isEqualTo(message);
    }

    @Property(tries = 5_000)
    void shouldReportGarbageByOneExceptionOnly(
            @ForAll @IntRange(max = CONTRACTS - 1) int contract, @ForAll @Size(max = 200) byte[] garbage) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(WireFormat.prefix(id(schemas.get(contract))));
        message.writeBytes(garbage);

        assertReadableOrRefused(message.toByteArray());
    }

    @Property(tries = 5_000)
    void shouldReportADamagedMessageByOneExceptionOnly(
            @ForAll @IntRange(max = 10) int example, @ForAll @IntRange(max = 500) int position, @ForAll byte damage) {
        byte[] message = serializer.serialize("t", ContractExamples.all().get(example));
        int body = message.length - WireFormat.PREFIX_LENGTH;
        message[WireFormat.PREFIX_LENGTH + position % body] = damage;

        assertReadableOrRefused(message);
    }

    private void assertReadableOrRefused(byte[] message) {
        assertThatCode(() -> {
                    try {
                        deserializer.deserialize("t", message);
                    } catch (SerializationException e) {
                        assertThat(e).hasMessageStartingWith("topic t: the message is ");
                    }
                })
                .doesNotThrowAnyException();
    }

    private byte[] message(Schema schema, Object datum) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(WireFormat.prefix(id(schema)));
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(message, null);
        new GenericDatumWriter<>(schema).write(datum, encoder);
        encoder.flush();
        return message.toByteArray();
    }

    private int id(Schema schema) {
        try (SchemaRegistry registry = SchemaRegistry.connect(config)) {
            return registry.register("t-value", schema, false);
        }
    }
}
