package io.minerstream.validator.input;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/** Kafka's own clients, of which the consumer of the inputs returns readings as {@link ReadingBatch}. Thread-safe. */
public final class BatchingClients implements KafkaClientSupplier {

    /**
     * Most readings of a batch. Streams buffers at most 1,000 records of a partition and those of one more fetch, whatever their size;
     * its work for each is small from a few readings on.
     */
    static final int MOST_READINGS = 16;

    private final String topic;

    /** @param topic the topic of the readings, as the validator reads it */
    public BatchingClients(String topic) {
        this.topic = topic;
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer()) {
            @Override
            public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
                return batched(super.poll(timeout));
            }
        };
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return getRestoreConsumer(config);
    }

    /** The same records, with readings in batches. */
    ConsumerRecords<byte[], byte[]> batched(ConsumerRecords<byte[], byte[]> fetched) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> batched = new LinkedHashMap<>();
        for (TopicPartition partition : fetched.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> records = fetched.records(partition);
            batched.put(partition, partition.topic().equals(topic) ? carriers(records) : records);
        }
        return new ConsumerRecords<>(batched, fetched.nextOffsets());
    }

    private static List<ConsumerRecord<byte[], byte[]>> carriers(List<ConsumerRecord<byte[], byte[]>> readings) {
        List<ConsumerRecord<byte[], byte[]>> carriers = new ArrayList<>(readings.size() / MOST_READINGS + 1);
        for (int from = 0; from < readings.size(); from += MOST_READINGS) {
            int to = Math.min(readings.size(), from + MOST_READINGS);
            carriers.add(new ReadingBatch(readings.subList(from, to)).carrier());
        }
        return carriers;
    }
}
