package io.minerstream.producer.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What a publisher asks of the cluster besides its producer. Not thread-safe. */
public interface Cluster extends AutoCloseable {

    /** Those of the topics that exist, by name. */
    Map<String, TopicState> topics(Collection<String> names);

    /** The longest transaction that the brokers allow ({@code transaction.max.timeout.ms}). */
    Duration maxTransactionTimeout();

    /**
     * Hands over the committed records of a topic, in order within each partition, up to the last stable offset of this moment:
     * what stands behind an open transaction of anybody's is not waited for.
     */
    void scan(String topic, Consumer<ConsumerRecord<byte[], byte[]>> reader);

    /**
     * Hands over every record of a topic that is committed now, in order within each partition. Waits for the end of transactions
     * that are open in the topic, since they hide what others have committed behind them.
     *
     * @throws org.apache.kafka.common.errors.TimeoutException when a transaction stays open
     */
    void scanToLogEnd(String topic, Consumer<ConsumerRecord<byte[], byte[]>> reader);

    @Override
    void close();
}
