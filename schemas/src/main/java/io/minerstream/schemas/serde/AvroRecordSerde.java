package io.minerstream.schemas.serde;

import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** Serializer and deserializer of a generated class in the Confluent wire format. */
public final class AvroRecordSerde {

    private AvroRecordSerde() {}

    /**
     * A serde for the values of topics. Thread-safe.
     *
     * @param config see {@link RegistryConfig}
     */
    public static <T extends SpecificRecord> Serde<T> of(Class<T> type, Map<String, ?> config) {
        Serde<T> serde = Serdes.serdeFrom(new AvroRecordSerializer<>(), new AvroRecordDeserializer<>(type));
        serde.configure(config, false);
        return serde;
    }
}
