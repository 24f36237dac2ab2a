package io.minerstream.validator;

import io.minerstream.schemas.topic.KafkaFutures;
import io.minerstream.validator.input.ReadProgress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
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
final class CommittedProgress implements ReadProgress, AutoCloseable {

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

    @Override
    public boolean areRead(List<TopicPartition> partitions) {
        return ask(
                        client -> {
                            Map<TopicPartition, OffsetAndMetadata> judged = KafkaFutures.get(
                                    client.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
                            ListOffsetsResult ends = client.listOffsets(
                                    partitions.stream()
                                            .collect(Collectors.toMap(read -> read, read -> OffsetSpec.latest())),
                                    new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED));
                            return partitions.stream().allMatch(read -> {
                                OffsetAndMetadata offset = judged.get(read);
                                return KafkaFutures.get(ends.partitionResult(read))
                                                .offset()
                                        == (offset == null ? 0 : offset.offset());
                            });
                        },
                        partitions)
                .orElse(false);
    }

    @Override
    public int partitions(String topic) {
        return ask(
                        client -> KafkaFutures.get(client.describeTopics(List.of(topic))
                                        .topicNameValues()
                                        .get(topic))
                                .partitions()
                                .size(),
                        topic)
                .orElse(0);
    }

    private synchronized <T> Optional<T> ask(Function<Admin, T> question, Object subject) {
        try {
            if (admin == null) {
                admin = Admin.create(kafka);
            }
            return Optional.of(question.apply(admin));
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.atInfo()
                    .setCause(e)
                    .addKeyValue("subject", subject)
                    .log(
                            "records seem to be missing, and the brokers do not tell whether they are only unread: judged later");
            return Optional.empty();
        }
    }

    @Override
    public synchronized void close() {
        if (admin != null) {
            admin.close();
        }
    }
}
