package io.minerstream.validator;

import io.minerstream.schemas.topic.KafkaFutures;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the end of a partition's log with the offset that this group has committed. The end includes uncommitted records: the
 * records of a transaction become readable partition by partition, and a busy broker may be seconds behind another. Thread-safe.
 */
final class CommittedProgress implements Predicate<TopicPartition>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CommittedProgress.class);

    /** A stream thread waits for the answer. */
    private static final int TIMEOUT_MS = 5_000;

    private final Map<String, Object> kafka;
    private final String group;
    private Admin admin;

    /**
     * Connects when it is asked.
     *
     * @param kafka settings of the client
     * @param group whose offsets count
     */
    CommittedProgress(Map<String, ?> kafka, String group) {
        this.kafka = new HashMap<>(kafka);
        this.kafka.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
        this.kafka.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
        this.group = group;
    }

    /**
     * Whether all records of the partition, committed or not, have been processed.
     *
     * @return false also when it is not known
     */
    @Override
    public synchronized boolean test(TopicPartition read) {
        try {
            if (admin == null) {
                admin = Admin.create(kafka);
            }
            long end = KafkaFutures.get(admin.listOffsets(
                                    Map.of(read, OffsetSpec.latest()),
                                    new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                            .partitionResult(read))
                    .offset();
            OffsetAndMetadata judged = KafkaFutures.get(
                            admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                    .get(read);
            return end == (judged == null ? 0 : judged.offset());
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.atInfo()
                    .setCause(e)
                    .addKeyValue("partition", read)
                    .log(
                            "records seem to be missing, and the brokers do not tell whether they are only unread: judged later");
            return false;
        }
    }

    @Override
    public synchronized void close() {
        if (admin != null) {
            admin.close();
        }
    }
}
