package io.minerstream.validator.topology;

import io.minerstream.avro.HostingMiner;
import io.minerstream.avro.MinerTelemetry;
import io.minerstream.avro.Watermark;
import io.minerstream.schemas.serde.AvroRecordDeserializer;
import io.minerstream.schemas.topic.TopicNames;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Decodes the values of the three input topics into their generated classes. Only the roster has tombstones; any other null is
 * an error.
 */
final class InputDeserializer implements Deserializer<SpecificRecord> {

    private final AvroRecordDeserializer<MinerTelemetry> telemetry = new AvroRecordDeserializer<>(MinerTelemetry.class);
    private final AvroRecordDeserializer<HostingMiner> miners = new AvroRecordDeserializer<>(HostingMiner.class);
    private final AvroRecordDeserializer<Watermark> watermarks = new AvroRecordDeserializer<>(Watermark.class);
    private final TopicNames topics;

    InputDeserializer(TopicNames topics, Map<String, ?> registryConfig) {
        this.topics = topics;
        telemetry.configure(registryConfig, false);
        miners.configure(registryConfig, false);
        watermarks.configure(registryConfig, false);
    }

    @Override
    public SpecificRecord deserialize(String topic, byte[] data) {
        if (topic.equals(topics.miners())) {
            return miners.deserialize(topic, data);
        }
        if (topic.equals(topics.watermarks())) {
            return watermarks.deserialize(topic, required(topic, data));
        }
        return telemetry.deserialize(topic, required(topic, data));
    }

    private static byte[] required(String topic, byte[] data) {
        if (data == null) {
            throw new SerializationException("topic " + topic + ": the value must not be null");
        }
        return data;
    }

    @Override
    public void close() {
        telemetry.close();
        miners.close();
        watermarks.close();
    }
}
