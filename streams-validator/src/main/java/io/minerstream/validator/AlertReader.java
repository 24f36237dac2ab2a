package io.minerstream.validator;

import io.minerstream.avro.TelemetryAlert;
import io.minerstream.schemas.topic.TopicNames;
import io.minerstream.schemas.topic.TopicScan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Follows the alerts: their current states, and each change. Reads the topic from its beginning, committed records only, outside
 * of any consumer group.
 *
 * <p>One thread calls {@link #readToEnd}, {@link #poll} and {@link #close}; {@link #current} and {@link #stop} are for any.
 */
public final class AlertReader implements AutoCloseable {

    private final Consumer<String, TelemetryAlert> consumer;
    private final Map<String, TelemetryAlert> current = new ConcurrentHashMap<>();

    /** @param consumer assigned to the partitions of the topic, at their beginning */
    AlertReader(Consumer<String, TelemetryAlert> consumer) {
        this.consumer = consumer;
    }

    /**
     * A reader at the beginning of the topic.
     *
     * @param topics names of the topics
     * @param kafka Kafka properties; {@code bootstrap.servers} is required
     * @param registry schema registry client, under Confluent's property names
     * @throws KafkaException when there is no such topic, or it cannot be read
     */
    public static AlertReader open(TopicNames topics, Map<String, String> kafka, Map<String, String> registry) {
        return new AlertReader(ResultTopic.open(topics.alerts(), TelemetryAlert.class, kafka, registry));
    }

    /**
     * Reads up to the end that the topic has now.
     *
     * @throws KafkaException when it cannot be read
     * @throws WakeupException after {@link #stop}
     */
    public void readToEnd() {
        while (true) {
            try {
                TopicScan.toStableEnd(consumer, this::apply);
                return;
            } catch (RecordDeserializationException e) {
                ReadableRecords.skip(consumer, e);
            }
        }
    }

    /**
     * Waits for changes of state.
     *
     * @param timeout longest wait
     * @return the new states, in the order of the topic within a partition, without alerts that were deleted from it; empty when
     *     none came in time
     * @throws KafkaException when the topic cannot be read; the next call starts where this one did
     * @throws WakeupException after {@link #stop}
     */
    public List<TelemetryAlert> poll(Duration timeout) {
        List<TelemetryAlert> changes = new ArrayList<>();
        for (ConsumerRecord<String, TelemetryAlert> record : ReadableRecords.poll(consumer, timeout)) {
            apply(record);
            if (record.value() != null) {
                changes.add(record.value());
            }
        }
        return changes;
    }

    private void apply(ConsumerRecord<String, TelemetryAlert> record) {
        if (record.value() == null) {
            current.remove(record.key());
        } else {
            current.put(record.key(), record.value());
        }
    }

    /** The states as far as they were read, resolved ones among them, by fingerprint; a copy. */
    public Map<String, TelemetryAlert> current() {
        return Map.copyOf(current);
    }

    /** Ends a call that waits, or the next one. */
    public void stop() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
