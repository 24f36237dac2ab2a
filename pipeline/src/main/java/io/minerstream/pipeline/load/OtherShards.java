package io.minerstream.pipeline.load;

import io.minerstream.pipeline.load.lag.LoadMeter;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.load.LoadOrder;
import io.minerstream.producer.load.LoadSender;
import io.minerstream.producer.pacing.RateProfile;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.schemas.topic.RecordKey;
import io.minerstream.schemas.topic.TopicScan;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.header.Header;

/**
 * Reads what the other shards of a load send, outside of any group: since all shards have one schedule, its keys and times say when each
 * reading was due. Used by one thread; {@link #arrived} by any.
 */
final class OtherShards {

    private static final Duration POLL = Duration.ofMillis(100);

    private final Map<String, String> properties;
    private final RunSpec run;
    private final Fleet fleet;
    private final RateProfile rate;
    private final LoadOrder order;
    private final long beginNanos;
    private final LoadMeter meter;
    private final byte[] id;
    private final AtomicLong arrived = new AtomicLong();

    /**
     * A reader of the shards other than that of a run.
     *
     * @param beginNanos when the first reading of all shards is due
     */
    OtherShards(
            Map<String, String> properties,
            RunSpec run,
            Fleet fleet,
            RateProfile rate,
            LoadOrder order,
            long beginNanos,
            LoadMeter meter) {
        this.properties = properties;
        this.run = run;
        this.fleet = fleet;
        this.rate = rate;
        this.order = order;
        this.beginNanos = beginNanos;
        this.meter = meter;
        this.id = run.id().text().getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Reads until the thread is interrupted.
     *
     * @param from offsets of the topic's partitions at which to begin
     */
    Void read(String topic, Map<Integer, Long> from) {
        try (Consumer<byte[], byte[]> consumer = TopicScan.open(properties)) {
            Map<TopicPartition, Long> others = new HashMap<>();
            from.forEach((partition, offset) -> {
                if (!run.shard().owns(partition)) {
                    others.put(new TopicPartition(topic, partition), offset);
                }
            });
            consumer.assign(others.keySet());
            others.forEach(consumer::seek);
            try {
                while (!Thread.interrupted()) {
                    consumer.poll(POLL).forEach(this::arrived);
                }
            } catch (InterruptException e) {
                // As asked for. Kafka has set the thread's flag again, with which the consumer would not close.
                Thread.interrupted();
            }
            return null;
        }
    }

    private void arrived(ConsumerRecord<byte[], byte[]> reading) {
        Header load = reading.headers().lastHeader(LoadSender.HEADER);
        if (load == null || !Arrays.equals(load.value(), id)) {
            return;
        }
        Duration since = Duration.between(run.range().from(), Instant.ofEpochMilli(reading.timestamp()));
        long number = since.dividedBy(run.range().interval()) * fleet.size()
                + fleet.indexOf(RecordKey.read(reading.key()).orElseThrow());
        meter.readable(
                reading.partition(),
                reading.offset(),
                beginNanos + rate.schedule().intendedNanos(number),
                System.nanoTime());
        arrived.incrementAndGet();
    }

    /** Readings that have arrived. */
    long arrived() {
        return arrived.get();
    }

    /** How many of the first readings of all shards are of others. */
    long due(long readings) {
        return readings - order.own(readings);
    }
}
