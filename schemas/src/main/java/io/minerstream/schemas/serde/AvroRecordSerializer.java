package io.minerstream.schemas.serde;

import io.minerstream.avro.MinerTelemetry;
import io.minerstream.schemas.bound.WholeText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Serializes generated Avro records into the Confluent wire format; byte for byte what Confluent's KafkaAvroSerializer
 * writes. Configured by the names of {@link RegistryConfig}. Thread-safe after {@link #configure}.
 *
 * @param <T> the generated class, or {@link SpecificRecord} for several
 */
public final class AvroRecordSerializer<T extends SpecificRecord> implements Serializer<T> {

    private static final int INITIAL_BYTES = 128;

    static {
        TrustedContracts.trust();
    }

    private record Contract(String topic, Schema schema) {}

    /** Gives the messages of one contract and topic. Thread-safe. */
    private interface Writer {
        byte[] message(SpecificRecord data) throws IOException;
    }

    private static Writer avroWriter(byte[] prefix, Schema schema) {
        DatumWriter<Object> datum = new WholeTextWriter(schema);
        return data -> {
            Buffer buffer = BUFFER.get();
            buffer.bytes.reset();
            buffer.bytes.writeBytes(prefix);
            datum.write(data, buffer.encoder);
            buffer.encoder.flush();
            return buffer.bytes.toByteArray();
        };
    }

    /** Of the one contract that comes in millions; its buffers begin with the prefix, for good. */
    private static Writer telemetryWriter(byte[] prefix) {
        ThreadLocal<byte[]> buffer =
                ThreadLocal.withInitial(() -> Arrays.copyOf(prefix, prefix.length + TelemetryBody.MAX_BYTES));
        return data -> {
            byte[] bytes = buffer.get();
            return Arrays.copyOf(bytes, TelemetryBody.encode((MinerTelemetry) data, bytes, prefix.length));
        };
    }

    /** Refuses texts that UTF-8 cannot hold, which Avro would change. */
    private static final class WholeTextWriter extends SpecificDatumWriter<Object> {

        WholeTextWriter(Schema schema) {
            super(schema, SpecificData.getForSchema(schema));
        }

        @Override
        protected void writeString(Object datum, Encoder out) throws IOException {
            int half = datum instanceof String text ? WholeText.halfPair(text) : -1;
            if (half >= 0) {
                throw new AvroRuntimeException(
                        "a text must not have half a surrogate pair, has one at character " + half);
            }
            super.writeString(datum, out);
        }
    }

    private static final class Buffer {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(INITIAL_BYTES);
        private final BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    }

    private static final ThreadLocal<Buffer> BUFFER = ThreadLocal.withInitial(Buffer::new);

    private final Map<Contract, Writer> writers = new ConcurrentHashMap<>();
    private volatile Current current;
    private SchemaRegistry registry;
    private RegistryConfig config;
    private boolean isKey;

    /** The contract of the last record: almost always that of the next one, and found without hashing a schema. */
    private record Current(String topic, Schema schema, Writer writer) {
        // Generated classes hand out one schema object; another, equal one only takes the slower way.
        @SuppressWarnings("ReferenceEquality")
        boolean isFor(String otherTopic, Schema otherSchema) {
            return schema == otherSchema && topic.equals(otherTopic);
        }
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        this.config = new RegistryConfig(configs);
        this.registry = SchemaRegistry.connect(configs);
        this.isKey = isKey;
    }

    /**
     * @return the message; null for null data, which is a tombstone
     * @throws SerializationException when the record breaks its schema or the registry refuses it
     * @throws RegistryUnavailableException when the registry does not answer
     */
    @Override
    public byte[] serialize(String topic, T data) {
        if (data == null) {
            return null;
        }
        Writer writer = writer(topic, data.getSchema());
        try {
            return writer.message(data);
        } catch (IOException | AvroRuntimeException | ClassCastException | NullPointerException e) {
            // Avro reports a field that breaks its schema by any of these.
            throw new SerializationException(
                    "topic %s: the record breaks schema %s: %s"
                            .formatted(topic, data.getSchema().getFullName(), e.getMessage()),
                    e);
        }
    }

    private Writer writer(String topic, Schema schema) {
        Current last = current;
        if (last != null && last.isFor(topic, schema)) {
            return last.writer();
        }
        Writer writer = writers.computeIfAbsent(new Contract(topic, schema), this::newWriter);
        current = new Current(topic, schema, writer);
        return writer;
    }

    private Writer newWriter(Contract contract) {
        if (registry == null) {
            throw new IllegalStateException("configure() must be called before the first record");
        }
        String subject = SubjectName.of(contract.topic(), isKey);
        byte[] prefix = WireFormat.prefix(config.schemaId(registry, subject, PortableSchema.of(contract.schema())));
        return TelemetryBody.isOf(contract.schema()) ? telemetryWriter(prefix) : avroWriter(prefix, contract.schema());
    }

    @Override
    public void close() {
        if (registry != null) {
            registry.close();
        }
    }
}
