package io.minerstream.validator.input;

import io.minerstream.avro.HostingMiner;
import io.minerstream.avro.Watermark;
import io.minerstream.schemas.topic.TopicNames;
import java.util.Map;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Decodes roster entries and watermarks into their generated classes; readings remain a {@link ReadingBatch}. A watermark must not
 * be null.
 */
public final class InputDeserializer implements Deserializer<Object> {

    private final PatientDeserializer<HostingMiner> miners;
    private final PatientDeserializer<Watermark> watermarks;
    private final TopicNames topics;

    /** @param registryConfig with the {@link RegistryWait} that the instance shares, if any */
    public InputDeserializer(TopicNames topics, Map<String, ?> registryConfig) {
        this.topics = topics;
        this.miners = PatientDeserializer.of(HostingMiner.class, registryConfig);
        this.watermarks = PatientDeserializer.of(Watermark.class, registryConfig);
    }

    @Override
    public Object deserialize(String topic, Headers headers, byte[] data) {
        if (topic.equals(topics.miners()) || topic.equals(topics.watermarks())) {
            return deserialize(topic, data);
        }
        return ReadingBatch.of(headers);
    }

    @Override
    public Object deserialize(String topic, byte[] data) {
        if (topic.equals(topics.miners())) {
            return miners.deserialize(topic, data);
        }
        if (data == null) {
            throw new SerializationException("topic " + topic + ": the value must not be null");
        }
        return watermarks.deserialize(topic, data);
    }

    @Override
    public void close() {
        miners.close();
        watermarks.close();
    }
}
