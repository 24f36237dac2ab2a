package io.minerstream.producer.kafka;

import io.minerstream.schemas.topic.TopicState;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.acl.AclOperation;

/** What a publisher asks of the cluster besides its producer. Not thread-safe. */
public interface Cluster extends AutoCloseable {

    /** Those of the topics that exist, by name. */
    Map<String, TopicState> topics(Collection<String> names);

    /**
     * What the principal may do with topics.
     *
     * @return by topic; without those that do not exist, and empty for those that it must not describe
     */
    Map<String, Set<AclOperation>> access(Collection<String> names);

    /**
     * Finds out whether the principal may write in transactions under an id, by a real transaction that holds nothing, under an id
     * that begins with it: one under the id itself would stop the writer that uses it.
     *
     * @return the id of the two that was refused; empty when both are allowed
     */
    Optional<String> refusedTransactionalId(String transactionalId);

    /** The longest transaction that the brokers allow ({@code transaction.max.timeout.ms}). */
    Duration maxTransactionTimeout();

    /**
     * Hands over the committed records of a topic, in order within each partition, up to the last stable offset of this moment:
     * what follows an open transaction is left out.
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
