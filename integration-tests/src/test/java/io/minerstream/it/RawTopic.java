package io.minerstream.it;

import io.minerstream.pipeline.connection.Connections;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Records as bytes, as a raw tool sends and sees them. */
final class RawTopic {

    private RawTopic() {}

    /**
     * Everything that is committed. Reads to the end of the log and not to the last stable offset of this moment: a producer's
     * commit returns before its markers stand in every partition.
     */
    static List<ConsumerRecord<byte[], byte[]>> read(Connections connections, String topic) {
        try (var consumer = consumer(connections, "read_committed")) {
            return read(consumer, logEnds(connections, topic));
        }
    }

    /** What a consumer with {@code read_committed} gets at this moment, be a transaction open or not. */
    static List<ConsumerRecord<byte[], byte[]>> readStable(Connections connections, String topic) {
        try (var consumer = consumer(connections, "read_committed")) {
            return read(consumer, consumer.endOffsets(partitions(consumer, topic)));
        }
    }

    /** Ends of the log, open transactions included, by partition. */
    static Map<TopicPartition, Long> logEnds(Connections connections, String topic) {
        try (var consumer = consumer(connections, "read_uncommitted")) {
            return consumer.endOffsets(partitions(consumer, topic));
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(
            KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        consumer.assign(ends.keySet());
        consumer.seekToBeginning(ends.keySet());
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(Duration.ofMillis(200)).forEach(records::add);
        }
        return records;
    }

    private static List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer, String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    private static KafkaConsumer<byte[], byte[]> consumer(Connections connections, String isolation) {
        Map<String, Object> properties = new HashMap<>(connections.kafkaProperties());
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Sends records to their topics, and returns when all are acknowledged. */
    static void send(Connections connections, List<ProducerRecord<byte[], byte[]>> records) throws Exception {
        try (var producer = producer(connections, Map.of())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (ProducerRecord<byte[], byte[]> record : records) {
                sent.add(producer.send(record));
            }
            producer.flush();
            for (Future<RecordMetadata> record : sent) {
                record.get();
            }
        }
    }

    /** Sends records to their topics in one transaction. */
    static void sendInTransaction(
            Connections connections, String transactionalId, List<ProducerRecord<byte[], byte[]>> records) {
        sendInTransactions(connections, transactionalId, List.of(records));
    }

    /** Sends records to their topics, each list in a transaction. */
    static void sendInTransactions(
            Connections connections, String transactionalId, List<List<ProducerRecord<byte[], byte[]>>> transactions) {
        try (var producer = producer(connections, Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId))) {
            producer.initTransactions();
            for (List<ProducerRecord<byte[], byte[]>> records : transactions) {
                producer.beginTransaction();
                records.forEach(producer::send);
                // Throws what the sending of one threw.
                producer.commitTransaction();
            }
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(Connections connections, Map<String, String> more) {
        Map<String, Object> settings = new HashMap<>(connections.kafkaProperties());
        settings.putAll(more);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
