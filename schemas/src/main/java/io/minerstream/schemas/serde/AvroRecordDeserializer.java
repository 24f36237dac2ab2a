package io.minerstream.schemas.serde;

import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.io.DatumReader;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads the Confluent wire format into generated Avro records; resolves older and newer schemas to ours. Configured by the names of {@link RegistryConfig}. Thread-safe after {@link #configure}.
 *
 * @param <T> the generated class
 */
public final class AvroRecordDeserializer<T extends SpecificRecord> implements Deserializer<T> {

    static {
        TrustedContracts.trust();
    }

    private final Class<T> type;
    private final ThreadLocal<WireDecoder<T>> decoder = ThreadLocal.withInitial(this::decoder);
    private SchemaRegistry registry;

    /** For consumers that are configured by class name: finds the record class by the full name of the writer's schema. */
    public AvroRecordDeserializer() {
        this(null);
    }

    /**
     * @param type the class of the records, independent of the writer's name; null to find it by that name
     */
    public AvroRecordDeserializer(Class<T> type) {
        this.type = type;
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        this.registry = SchemaRegistry.connect(configs);
    }

    /**
     * @return the record; null for a tombstone
     * @throws SerializationException when the bytes are no such message, or the registry does not know the schema
     * @throws RegistryUnavailableException when the registry does not answer
     */
    @Override
    public T deserialize(String topic, byte[] data) {
        return data == null ? null : decoder.get().decode(topic, data);
    }

    /** A decoder of the same messages for one thread, which costs no look-up of the thread's own. */
    public WireDecoder<T> decoder() {
        return new WireDecoder<>(this::newReader);
    }

    @Override
    public void close() {
        if (registry != null) {
            registry.close();
        }
    }

    // The schema is that of the class.
    @SuppressWarnings("unchecked")
    private WireDecoder.BodyReader<T> newReader(String topic, int id) {
        if (registry == null) {
            throw new IllegalStateException("configure() must be called before the first message");
        }
        Schema writer = registry.byId(id);
        Class<?> target = type != null ? type : generatedClass(writer);
        if (target == null || !SpecificRecord.class.isAssignableFrom(target)) {
            throw new SerializationException("topic %s: schema id %s is %s, for which there is no generated class"
                    .formatted(topic, id, writer.getFullName()));
        }
        Schema reader = SpecificData.get().getSchema(target);
        if (TelemetryBody.isOf(reader) && reader.equals(writer)) {
            return body -> (T) TelemetryBody.decode(body);
        }
        DatumReader<T> datum = new SpecificDatumReader<>(writer, reader, SpecificData.getForSchema(reader));
        return body -> datum.read(null, body);
    }

    /** The class that the writer's schema names, null when there is none or Avro does not trust it. */
    private static Class<?> generatedClass(Schema writer) {
        try {
            return SpecificData.get().getClass(writer);
        } catch (SecurityException e) {
            return null;
        }
    }
}
