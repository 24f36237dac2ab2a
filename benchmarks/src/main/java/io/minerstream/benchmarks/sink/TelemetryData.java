package io.minerstream.benchmarks.sink;

import io.minerstream.avro.MinerTelemetry;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.SyntheticFleet;
import io.minerstream.producer.signal.Signal;
import io.minerstream.producer.signal.SignalProfile;
import io.minerstream.producer.signal.TimePoint;
import io.minerstream.schemas.serde.AvroRecordSerializer;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.IntegerSerializer;

/**
 * Readings of a fleet, hour by hour.
 *
 * @param hours each gives {@link #MINERS} rows
 * @param seed another seed gives other values for the same keys
 * @param badInterval one of so many rows names a miner that does not exist; 0 for none
 */
record TelemetryData(int hours, long seed, int badInterval) {

    static final int MINERS = 5_000;

    private static final long FIRST_HOUR = 490_000;
    private static final int SITE = 5;
    private static final int UNKNOWN_MINER = 1_000_000;

    /** Takes rows. */
    @FunctionalInterface
    interface RowConsumer {
        void accept(MinerTelemetry row) throws Exception;
    }

    long rows() {
        return (long) hours * MINERS;
    }

    long badRows() {
        return badInterval == 0 ? 0 : rows() / badInterval;
    }

    void forEach(RowConsumer consumer) throws Exception {
        Fleet fleet = new SyntheticFleet(MINERS, SITE, 42).load();
        Signal signal = SignalProfile.named("realistic").signal();
        long number = 0;
        for (long h = FIRST_HOUR; h < FIRST_HOUR + hours; h++) {
            TimePoint hour = TimePoint.hour(h);
            Instant time = Instant.ofEpochSecond(hour.startSecond());
            Signal.Frame frame = signal.at(seed, SITE, hour);
            for (int i = 0; i < MINERS; i++) {
                MinerTelemetry row = frame.read(fleet.minerId(i), fleet.status(i), fleet.baseline(i))
                        .at(time);
                if (badInterval > 0 && ++number % badInterval == 0) {
                    row.setMinerId(UNKNOWN_MINER + row.getMinerId());
                }
                consumer.accept(row);
            }
        }
    }

    /** Sends all rows to a topic. */
    void send(Map<String, Object> kafka, String topic) throws Exception {
        AtomicReference<Exception> failure = new AtomicReference<>();
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.putAll(Map.of("linger.ms", "50", "batch.size", "131072", "compression.type", "lz4", "acks", "all"));
        try (KafkaProducer<Integer, byte[]> producer =
                        new KafkaProducer<>(properties, new IntegerSerializer(), new ByteArraySerializer());
                AvroRecordSerializer<MinerTelemetry> serializer = new AvroRecordSerializer<>()) {
            serializer.configure(kafka, false);
            forEach(row -> {
                // The callback has the failure.
                Future<RecordMetadata> unused = producer.send(
                        new ProducerRecord<>(topic, row.getMinerId(), serializer.serialize(topic, row)),
                        (metadata, e) -> failure.compareAndSet(null, e));
            });
        }
        if (failure.get() != null) {
            throw new ExecutionException(failure.get());
        }
    }
}
