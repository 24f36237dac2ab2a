package io.minerstream.pipeline.sink;

import static org.apache.kafka.clients.consumer.ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG;

import io.minerstream.schemas.topic.KafkaFutures;
import io.minerstream.schemas.topic.TopicScan;
import io.minerstream.schemas.wait.Deadline;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Where consumer groups stand, and whether a committed record is left for them: a committed offset below the end alone does not
 * tell, since markers of transactions and aborted records have offsets, too. Not thread-safe.
 */
final class UnreadRecords implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(10);

    private final KafkaConsumer<byte[], byte[]> consumer;

    /** @param client settings of Kafka clients */
    UnreadRecords(Map<String, ?> client) {
        Map<String, Object> settings = TopicScan.settings(client);
        // The first record is enough.
        settings.put(MAX_PARTITION_FETCH_BYTES_CONFIG, 1);
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** The committed offsets of a group; without partitions that have none. */
    static Map<TopicPartition, Long> committed(Admin admin, String group) {
        Map<TopicPartition, OffsetAndMetadata> offsets =
                KafkaFutures.get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        Map<TopicPartition, Long> committed = new HashMap<>();
        offsets.forEach((partition, offset) ->
                Optional.ofNullable(offset).ifPresent(present -> committed.put(partition, present.offset())));
        return committed;
    }

    /**
     * A partition as a group sees it.
     *
     * @param end the offset behind the last record that it may read
     * @param next offset of the first record that is left for it; the end when none is. Where 10 s were too short to find out, the
     *     first offset that was not looked at
     */
    record Partition(TopicPartition partition, long end, long next) {

        boolean hasRecords() {
            return next < end;
        }
    }

    /**
     * Looks behind the committed offsets of a topic.
     *
     * @param committed offsets of the group; where there is none, it begins at the topic's beginning
     * @return all partitions; empty when there is no such topic
     */
    List<Partition> of(String topic, Map<TopicPartition, Long> committed) {
        List<TopicPartition> partitions = TopicScan.assign(consumer, topic);
        // Paused by an earlier look.
        consumer.resume(partitions);
        partitions.stream()
                .filter(committed::containsKey)
                .forEach(partition -> consumer.seek(partition, committed.get(partition)));
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> found = new HashMap<>();
        Deadline look = Deadline.in(LONGEST_LOOK);
        while (!look.isOver()
                && partitions.stream()
                        .anyMatch(partition ->
                                !found.containsKey(partition) && consumer.position(partition) < ends.get(partition))) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                found.putIfAbsent(partition, record.offset());
            }
            consumer.pause(found.keySet());
        }
        return partitions.stream()
                .map(partition -> {
                    long end = ends.get(partition);
                    long next = found.computeIfAbsent(partition, consumer::position);
                    return new Partition(partition, end, Math.min(next, end));
                })
                .toList();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
