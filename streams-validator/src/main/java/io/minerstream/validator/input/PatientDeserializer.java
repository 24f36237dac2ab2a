package io.minerstream.validator.input;

import io.minerstream.schemas.serde.AvroRecordDeserializer;
import io.minerstream.schemas.serde.RegistryException;
import io.minerstream.schemas.serde.RegistryUnavailableException;
import io.minerstream.schemas.serde.WireFormat;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Decodes values, and waits for the registry when it must be asked and does not answer, or refuses every call: the record is not to blame
 * for wrong credentials, or for another server at its address.
 */
final class PatientDeserializer<T extends SpecificRecord> implements AutoCloseable {

    private final AvroRecordDeserializer<T> values;
    private final BiFunction<String, byte[], T> decoder;
    private final RegistryWait wait;

    private PatientDeserializer(
            AvroRecordDeserializer<T> values, BiFunction<String, byte[], T> decoder, Map<String, ?> registryConfig) {
        this.values = values;
        this.decoder = decoder;
        this.wait = RegistryWait.of(registryConfig);
        values.configure(registryConfig, false);
    }

    /**
     * For any threads.
     *
     * @param registryConfig with the {@link RegistryWait} that the instance shares, if any
     */
    static <T extends SpecificRecord> PatientDeserializer<T> of(Class<T> type, Map<String, ?> registryConfig) {
        AvroRecordDeserializer<T> values = new AvroRecordDeserializer<>(type);
        return new PatientDeserializer<>(values, values::deserialize, registryConfig);
    }

    /** The same for one thread at a time; null is no value. */
    static <T extends SpecificRecord> PatientDeserializer<T> ofOneThread(Class<T> type, Map<String, ?> registryConfig) {
        AvroRecordDeserializer<T> values = new AvroRecordDeserializer<>(type);
        return new PatientDeserializer<>(values, values.decoder()::decode, registryConfig);
    }

    /**
     * The value; null for null.
     *
     * @throws SerializationException when it cannot be decoded
     * @throws RegistryUnavailableException when the registry does not answer, or refuses every call, for too long
     */
    T deserialize(String topic, byte[] data) {
        T value;
        try {
            value = decode(topic, data);
        } catch (RegistryUnavailableException e) {
            return wait.retry(WireFormat.schemaId(topic, data), e, () -> decode(topic, data));
        }
        // Seldom true: this is done for each record.
        if (wait.reason() != null && data != null) {
            wait.known(WireFormat.schemaId(topic, data));
        }
        return value;
    }

    private T decode(String topic, byte[] data) {
        try {
            return decoder.apply(topic, data);
        } catch (RegistryException e) {
            if (e.isOfEveryCall()) {
                throw new RegistryUnavailableException(e.getMessage(), e);
            }
            throw e;
        }
    }

    @Override
    public void close() {
        values.close();
    }
}
