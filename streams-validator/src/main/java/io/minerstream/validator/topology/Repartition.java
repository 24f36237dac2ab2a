package io.minerstream.validator.topology;

import io.minerstream.avro.MinerTelemetry;
import io.minerstream.schemas.serde.AvroRecordDeserializer;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
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
final class Repartition {

    /** Of the internal topic, behind the application's id. */
    static final String NAME = "telemetry";

    private static final String ORIGIN = "minerstream-origin";

    private Repartition() {}

    /** The internal topic, as Streams names it. */
    static String topic(String applicationId) {
        return applicationId + "-" + NAME + "-repartition";
    }

    static KStream<Integer, SpecificRecord> of(
            StreamsBuilder builder,
            TelemetrySource source,
            TimestampExtractor timestamps,
            Map<String, ?> registryConfig) {
        return builder.stream(
                        source.topic(),
                        Consumed.with(Serdes.ByteArray(), Serdes.ByteArray())
                                .withTimestampExtractor(timestamps)
                                .withName("foreign-readings"))
                .process(() -> new ByMiner(registryConfig), Named.as("by-miner"))
                .repartition(Repartitioned.<Integer, byte[]>as(NAME)
                        .withKeySerde(Serdes.Integer())
                        .withValueSerde(Serdes.ByteArray())
                        .withNumberOfPartitions(source.repartitions()))
                .process(() -> new Decode(registryConfig), Named.as("decode"));
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

    private abstract static class Decoding<K, V> extends ContextualProcessor<K, byte[], Integer, V> {

        private final AvroRecordDeserializer<MinerTelemetry> values =
                new AvroRecordDeserializer<>(MinerTelemetry.class);

        Decoding(Map<String, ?> registryConfig) {
            values.configure(registryConfig, false);
        }

        final MinerTelemetry decode(byte[] value) {
            return values.deserialize(context().recordMetadata().orElseThrow().topic(), value);
        }

        @Override
        public void close() {
            values.close();
        }
    }

    private static final class ByMiner extends Decoding<byte[], byte[]> {

        ByMiner(Map<String, ?> registryConfig) {
            super(registryConfig);
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            int minerId = minerId(record.value());
            RecordMetadata position = context().recordMetadata().orElseThrow();
            byte[] origin = ByteBuffer.allocate(Integer.BYTES + Long.BYTES)
                    .putInt(position.partition())
                    .putLong(position.offset())
                    .array();
            Record<Integer, byte[]> keyed = new Record<>(minerId, record.value(), record.timestamp(), record.headers());
            keyed.headers().remove(ORIGIN).add(ORIGIN, origin);
            context().forward(keyed);
        }

        private int minerId(byte[] value) {
            if (value == null) {
                throw new RefusedRecordException("reading: the value must not be null");
            }
            try {
                return decode(value).getMinerId();
            } catch (SerializationException e) {
                throw new RefusedRecordException(e.getMessage(), e);
            }
        }
    }

    private static final class Decode extends Decoding<Integer, SpecificRecord> {

        Decode(Map<String, ?> registryConfig) {
            super(registryConfig);
        }

        @Override
        public void process(Record<Integer, byte[]> record) {
            context().forward(record.withValue(decode(record.value())));
        }
    }
}
