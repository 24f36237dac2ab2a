package io.minerstream.validator.input;

import io.minerstream.avro.MinerTelemetry;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Puts readings into the partition of their miner's roster entry, whatever key and partition they came with. They pass as they came,
 * with their position in a header.
 */
public final class Repartition {

    /** Of the internal topic, behind the application's id. */
    static final String NAME = "telemetry";

    private static final String ORIGIN = "minerstream-origin";

    private Repartition() {}

    /** The internal topic, as Streams names it. */
    static String topic(String applicationId) {
        return applicationId + "-" + NAME + "-repartition";
    }

    /** The readings, by their miner. */
    public static KStream<Integer, Object> of(
            StreamsBuilder builder,
            TelemetrySource source,
            TimestampExtractor timestamps,
            Map<String, ?> registryConfig) {
        Serde<Object> batches = Serdes.serdeFrom((topic, value) -> (byte[]) value, ReadingBatch.DESERIALIZER);
        return builder.stream(
                        source.topic(),
                        Consumed.with(Serdes.ByteArray(), Serdes.ByteArray())
                                .withTimestampExtractor(timestamps)
                                .withName("foreign-readings"))
                .process(() -> new ByMiner(registryConfig), Named.as("by-miner"))
                .repartition(Repartitioned.<Integer, Object>as(NAME)
                        .withKeySerde(Serdes.Integer())
                        .withValueSerde(batches)
                        .withNumberOfPartitions(source.repartitions()));
    }

    /**
     * Where a repartitioned reading came from.
     *
     * @return 4 bytes partition, 8 bytes offset
     */
    static ByteBuffer origin(Headers headers) {
        Header origin = headers.lastHeader(ORIGIN);
        return ByteBuffer.wrap(origin.value());
    }

    private static final class ByMiner extends ContextualProcessor<byte[], byte[], Integer, Object> {

        private final PatientDeserializer<MinerTelemetry> values;

        ByMiner(Map<String, ?> registryConfig) {
            this.values = PatientDeserializer.of(MinerTelemetry.class, registryConfig);
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            RecordMetadata position = context().recordMetadata().orElseThrow();
            int minerId = minerId(position.topic(), record.value());
            byte[] origin = ByteBuffer.allocate(Integer.BYTES + Long.BYTES)
                    .putInt(position.partition())
                    .putLong(position.offset())
                    .array();
            Record<Integer, Object> keyed = new Record<>(minerId, record.value(), record.timestamp(), record.headers());
            keyed.headers().remove(ORIGIN).add(ORIGIN, origin);
            context().forward(keyed);
        }

        private int minerId(String topic, byte[] value) {
            if (value == null) {
                throw new RefusedRecordException("reading: the value must not be null");
            }
            try {
                return values.deserialize(topic, value).getMinerId();
            } catch (SerializationException e) {
                throw new RefusedRecordException(e.getMessage(), e);
            }
        }

        @Override
        public void close() {
            values.close();
        }
    }
}
