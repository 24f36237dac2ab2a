package io.minerstream.pipeline.sink;

import static org.apache.kafka.clients.consumer.ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG;

import io.minerstream.connect.sink.ConnectorDefinition;
import io.minerstream.pipeline.connection.Connections;
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
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Whether connectors have committed the first of the records that waited for them. A state of RUNNING does not tell: a task has it
 * before its first record, at which it may fail. Not thread-safe.
 */
public final class FirstCommits implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(10);

    private final Admin admin;

    /** By consumer group: where each partition that has records stood. */
    private final Map<String, Map<TopicPartition, Long>> waiting = new HashMap<>();

    /** Looks for waiting records, before the connectors are deployed. */
    public FirstCommits(Connections connections, List<ConnectorDefinition> connectors) {
        this.admin = connections.openAdmin();
        Map<String, Object> settings = TopicScan.settings(connections.kafkaProperties());
        // The first record is enough.
        settings.put(MAX_PARTITION_FETCH_BYTES_CONFIG, 1);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            for (ConnectorDefinition connector : connectors) {
                String group = "connect-" + connector.name();
                waiting.put(group, withRecords(consumer, connector.config().get("topics"), committed(group)));
            }
        } catch (AuthorizationException e) {
            // Who may not read the group's offsets gets the state of the tasks alone.
            waiting.clear();
        } catch (RuntimeException e) {
            admin.close();
            throw e;
        }
    }

    private Map<TopicPartition, Long> committed(String group) {
        Map<TopicPartition, OffsetAndMetadata> offsets =
                KafkaFutures.get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        Map<TopicPartition, Long> committed = new HashMap<>();
        offsets.forEach((partition, offset) ->
                Optional.ofNullable(offset).ifPresent(present -> committed.put(partition, present.offset())));
        return committed;
    }

    /** The partitions with a committed record at or behind an offset; a lag alone may be the marker of a transaction. */
    private static Map<TopicPartition, Long> withRecords(
            KafkaConsumer<byte[], byte[]> consumer, String topic, Map<TopicPartition, Long> committed) {
        Map<TopicPartition, Long> found = new HashMap<>();
        List<TopicPartition> partitions = TopicScan.assign(consumer, topic);
        partitions.stream()
                .filter(committed::containsKey)
                .forEach(partition -> consumer.seek(partition, committed.get(partition)));
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
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
        return found;
    }

    /** Whether every connector has committed a record of each partition that had some. */
    public boolean areThere() {
        waiting.forEach((group, partitions) -> {
            if (!partitions.isEmpty()) {
                Map<TopicPartition, Long> committed = committed(group);
                partitions.entrySet().removeIf(first -> committed.getOrDefault(first.getKey(), 0L) > first.getValue());
            }
        });
        return waiting.values().stream().allMatch(Map::isEmpty);
    }

    @Override
    public void close() {
        admin.close();
    }
}
