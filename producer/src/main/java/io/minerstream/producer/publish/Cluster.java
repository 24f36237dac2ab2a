package io.minerstream.producer.publish;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What a publisher asks of the cluster besides its producer. Not thread-safe. */
interface Cluster extends AutoCloseable {

    /** Those of the topics that exist, by name. */
    Map<String, TopicState> topics(Collection<String> names);

    /** The longest transaction that the brokers allow ({@code transaction.max.timeout.ms}). */
    Duration maxTransactionTimeout();

    /** Hands over every committed record of a topic up to its present end, in order within each partition. */
    void scan(String topic, Consumer<ConsumerRecord<byte[], byte[]>> reader);

    @Override
    void close();
}
