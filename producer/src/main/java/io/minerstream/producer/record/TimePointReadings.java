package io.minerstream.producer.record;

import io.minerstream.avro.MinerTelemetry;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.signal.Signal;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * The readings of one time point as Kafka records. Computes what they share once, because a run writes millions. Immutable; gives equal records at each call.
 */
public final class TimePointReadings {

    private final String topic;
    private final Header[] headers;
    private final Fleet fleet;
    private final MinerKeys keys;
    private final Signal.Frame frame;
    private final Instant recordedAt;
    // Boxed once, as Kafka takes it so.
    private final Long timestampMs;

    /** @param headers of each record; never changed */
    public TimePointReadings(
            String topic, Header[] headers, Fleet fleet, MinerKeys keys, Signal.Frame frame, Instant recordedAt) {
        this.topic = topic;
        this.headers = headers;
        this.fleet = fleet;
        this.keys = keys;
        this.frame = frame;
        this.recordedAt = recordedAt;
        this.timestampMs = recordedAt.toEpochMilli();
    }

    /** Reading of a miner, by its index in the fleet. */
    public ProducerRecord<byte[], SpecificRecord> of(int index) {
        return new ReadingRecord(topic, keys.partition(index), timestampMs, keys.key(index), telemetry(index), headers);
    }

    /** A new object each time: producers and interceptors may hold on to it. */
    public MinerTelemetry telemetry(int index) {
        return frame.read(fleet.minerId(index), fleet.status(index), fleet.baseline(index))
                .at(recordedAt);
    }

    /** A reading with {@link SharedHeaders}. */
    static final class ReadingRecord extends ProducerRecord<byte[], SpecificRecord> {

        private final SharedHeaders headers;

        ReadingRecord(
                String topic,
                Integer partition,
                Long timestampMs,
                byte[] key,
                SpecificRecord reading,
                Header[] headers) {
            super(topic, partition, timestampMs, key, reading);
            this.headers = new SharedHeaders(headers);
        }

        @Override
        public Headers headers() {
            return headers;
        }

        /** With the headers, of which the superclass has none. */
        @Override
        public String toString() {
            return new ProducerRecord<>(topic(), partition(), timestamp(), key(), value(), headers).toString();
        }
    }
}
