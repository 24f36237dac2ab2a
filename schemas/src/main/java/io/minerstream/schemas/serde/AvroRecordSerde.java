package io.minerstream.schemas.serde;

import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Serializer and deserializer of one generated class in the Confluent wire format. Thread-safe.
 *
 * @param <T> the generated class
 */
public final class AvroRecordSerde<T extends SpecificRecord> implements Serde<T> {

    private final AvroRecordSerializer<T> serializer = new AvroRecordSerializer<>();
    private final AvroRecordDeserializer<T> deserializer;

    private AvroRecordSerde(Class<T> type) {
        this.deserializer = new AvroRecordDeserializer<>(type);
    }

    /**
     * A serde for the values of topics.
     *
     * @param config see {@link RegistryConfig}
     */
    public static <T extends SpecificRecord> AvroRecordSerde<T> of(Class<T> type, Map<String, ?> config) {
        AvroRecordSerde<T> serde = new AvroRecordSerde<>(type);
        serde.configure(config, false);
        return serde;
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        serializer.configure(configs, isKey);
        deserializer.configure(configs, isKey);
    }

    @Override
    public Serializer<T> serializer() {
        return serializer;
    }

    @Override
    public Deserializer<T> deserializer() {
        return deserializer;
    }

    @Override
    public void close() {
        serializer.close();
        deserializer.close();
    }
}
