package io.minerstream.benchmarks.producer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The least that one thread of Kafka's client takes for records like ours: sends records that a run of ours has written again and
 * again, with their keys, headers and partitions, without computing or encoding anything.
 */
final class ReplayProducer {

    /** So many of a partition come one after another. */
    private static final int BLOCK = 2_048;

    private static final Duration POLL = Duration.ofSeconds(10);

    private ReplayProducer() {}

    /**
     * Sends.
     *
     * @param settings of the producer
     * @param written topic to read
     * @param topic topic to write
     */
    static Sent send(Map<String, Object> settings, String written, String topic, int partitions, long records) {
        String servers = settings.get("bootstrap.servers").toString();
        List<ConsumerRecord<byte[], byte[]>> sample = sample(servers, written, partitions);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            Sender sender = new Sender(producer, sample, topic);
            long processorNanos = Sent.processorTime();
            long start = System.nanoTime();
            sender.send(records);
            return new Sent(records, System.nanoTime() - start, Sent.processorTime() - processorNanos, 0);
        }
    }

    /** The first records of each partition, a block of each after the other. */
    private static List<ConsumerRecord<byte[], byte[]>> sample(String servers, String topic, int partitions) {
        List<ConsumerRecord<byte[], byte[]>> sample = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            for (int partition = 0; partition < partitions; partition++) {
                TopicPartition one = new TopicPartition(topic, partition);
                consumer.assign(List.of(one));
                consumer.seekToBeginning(List.of(one));
                int read = 0;
                while (read < BLOCK) {
                    List<ConsumerRecord<byte[], byte[]>> polled =
                            consumer.poll(POLL).records(one);
                    if (polled.isEmpty()) {
                        // A short run has fewer.
                        break;
                    }
                    sample.addAll(polled.subList(0, Math.min(polled.size(), BLOCK - read)));
                    read += polled.size();
                }
            }
        }
        return sample;
    }

    private static final class Sender {

        private final KafkaProducer<byte[], byte[]> producer;
        private final List<ConsumerRecord<byte[], byte[]>> sample;
        private final String topic;
        private final LongAdder acknowledged = new LongAdder();
        private final AtomicReference<Exception> failure = new AtomicReference<>();
        private final Callback counter = (metadata, exception) -> {
            if (exception == null) {
                acknowledged.increment();
            } else {
                failure.compareAndSet(null, exception);
            }
        };
        private int next;

        Sender(KafkaProducer<byte[], byte[]> producer, List<ConsumerRecord<byte[], byte[]>> sample, String topic) {
            this.producer = producer;
            this.sample = sample;
            this.topic = topic;
        }

        // The future fails with what the callback is told.
        @SuppressWarnings("FutureReturnValueIgnored")
        void send(long records) {
            for (long sent = 0; sent < records; sent++) {
                ConsumerRecord<byte[], byte[]> record = sample.get(next);
                next = next + 1 == sample.size() ? 0 : next + 1;
                producer.send(
                        new ProducerRecord<>(
                                topic,
                                record.partition(),
                                record.timestamp(),
                                record.key(),
                                record.value(),
                                record.headers()),
                        counter);
            }
            producer.flush();
            if (failure.get() != null || acknowledged.sum() != records) {
                throw new IllegalStateException(
                        "must send %d records, sent %d".formatted(records, acknowledged.sum()), failure.get());
            }
        }
    }
}
