package io.minerstream.schemas.serde;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads the Confluent wire format into generated Avro records; resolves older and newer writers to our version of the
 * schema. Configured by the names of {@link RegistryConfig}. Thread-safe after {@link #configure}.
 *
 * @param <T> the generated class
 */
public final class AvroRecordDeserializer<T extends SpecificRecord> implements Deserializer<T> {

    static {
        TrustedContracts.trust();
    }

    private final Class<T> type;
    private final ThreadLocal<Readers> readers = ThreadLocal.withInitial(Readers::new);
    private SchemaRegistry registry;

    /** For consumers that are configured by class name: the record class is found by the full name of the writer's schema. */
    public AvroRecordDeserializer() {
        this(null);
    }

    /**
     * @param type the class that records are read into, whatever the writer called them; null to go by the writer's name
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
        return data == null ? null : readers.get().read(topic, data);
    }

    @Override
    public void close() {
        if (registry != null) {
            registry.close();
        }
    }

    /** Decoder and datum readers of one thread; neither is thread-safe. */
    private final class Readers {
        private final Map<Integer, DatumReader<T>> byId = new HashMap<>();
        private BinaryDecoder decoder;

        T read(String topic, byte[] data) {
            int id = WireFormat.schemaId(topic, data);
            DatumReader<T> reader = byId.computeIfAbsent(id, unknown -> newReader(topic, unknown));
            decoder = DecoderFactory.get()
                    .binaryDecoder(data, WireFormat.PREFIX_LENGTH, data.length - WireFormat.PREFIX_LENGTH, decoder);
            T datum;
            boolean whole;
            try {
                datum = reader.read(null, decoder);
                whole = decoder.isEnd();
            } catch (IOException | RuntimeException e) {
                // Avro reports a broken body by half a dozen exceptions; none of them may end the caller.
                throw new SerializationException(
                        "topic %s: the message is no Avro record of schema id %d (%d bytes): %s"
                                .formatted(topic, id, data.length, e),
                        e);
            }
            if (!whole) {
                throw new SerializationException("topic %s: the message is longer than schema id %d says (%d bytes)"
                        .formatted(topic, id, data.length));
            }
            return datum;
        }

        private DatumReader<T> newReader(String topic, int id) {
            if (registry == null) {
                throw new IllegalStateException("configure() must be called before the first message");
            }
            Schema writer = registry.byId(id);
            Class<?> target = type != null ? type : generatedClass(writer);
            if (target == null || !SpecificRecord.class.isAssignableFrom(target)) {
                throw new SerializationException("topic %s: schema id %d is %s, for which there is no generated class"
                        .formatted(topic, id, writer.getFullName()));
            }
            Schema reader = SpecificData.get().getSchema(target);
            return new SpecificDatumReader<>(writer, reader, SpecificData.getForSchema(reader));
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
}
