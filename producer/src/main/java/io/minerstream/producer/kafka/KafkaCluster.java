package io.minerstream.producer.kafka;

import static io.minerstream.schemas.topic.KafkaFutures.get;
import static io.minerstream.schemas.topic.KafkaFutures.orNull;

import io.minerstream.schemas.topic.TopicAdmin;
import io.minerstream.schemas.topic.TopicState;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;

/** A real cluster. */
public final class KafkaCluster implements Cluster {

    private static final String MAX_TRANSACTION_TIMEOUT = "transaction.max.timeout.ms";

    /** Kafka's default, for principals that may not read the brokers' settings. */
    private static final Duration DEFAULT_MAX_TRANSACTION_TIMEOUT = Duration.ofMinutes(15);

    /** Behind a transactional.id, for a transaction that writes nothing and stops nobody. */
    private static final String PROBE = "-preflight";

    private static final Duration POLL = Duration.ofMillis(200);
    /** Longer than a broker takes to abort the transaction of a dead writer with a short timeout: it looks every 10 s. */
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    private final ClientProperties properties;
    private final Admin admin;

    public KafkaCluster(ClientProperties properties) {
        this.properties = properties;
        this.admin = Admin.create(properties.admin());
    }

    @Override
    public Map<String, TopicState> topics(Collection<String> names) {
        return TopicAdmin.states(admin, names);
    }

    @Override
    public Map<String, Set<AclOperation>> access(Collection<String> names) {
        return TopicAdmin.access(admin, names);
    }

    @Override
    public Optional<String> refusedTransactionalId(String transactionalId) {
        try {
            // Write implies it. An id that nobody has used yet is not found, which is an answer as well.
            orNull(
                    admin.describeTransactions(List.of(transactionalId)).description(transactionalId),
                    TransactionalIdNotFoundException.class);
        } catch (TransactionalIdAuthorizationException e) {
            return Optional.of(transactionalId);
        }
        String probe = transactionalId + PROBE;
        try (Producer<byte[], byte[]> producer = new KafkaProducer<>(properties.probe(probe))) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.abortTransaction();
            return Optional.empty();
        } catch (TransactionalIdAuthorizationException e) {
            return Optional.of(probe);
        } catch (ProducerFencedException | InvalidProducerEpochException e) {
            // Another check of the same site at this moment: both were let in.
            return Optional.empty();
        }
    }

    @Override
    public Duration maxTransactionTimeout() {
        String broker = get(admin.describeCluster().nodes()).iterator().next().idString();
        ConfigResource resource = new ConfigResource(ConfigResource.Type.BROKER, broker);
        Config config =
                orNull(admin.describeConfigs(List.of(resource)).values().get(resource), AuthorizationException.class);
        ConfigEntry entry = config == null ? null : config.get(MAX_TRANSACTION_TIMEOUT);
        return entry == null || entry.value() == null
                ? DEFAULT_MAX_TRANSACTION_TIMEOUT
                : Duration.ofMillis(Long.parseLong(entry.value()));
    }

    @Override
    public void scan(String topic, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties.consumer())) {
            List<TopicPartition> partitions = partitions(consumer, topic);
            // The consumer reads committed records, so these are last stable offsets.
            scan(consumer, consumer.endOffsets(partitions), reader);
        }
    }

    @Override
    public void scanToLogEnd(String topic, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties.consumer())) {
            scan(consumer, logEnds(partitions(consumer, topic)), reader);
        }
    }

    private static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    private Map<TopicPartition, Long> logEnds(List<TopicPartition> partitions) {
        Map<TopicPartition, Long> ends = new HashMap<>();
        get(admin.listOffsets(
                                partitions.stream()
                                        .collect(Collectors.toMap(
                                                Function.identity(), partition -> OffsetSpec.latest())),
                                new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                        .all())
                .forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    private static void scan(
            KafkaConsumer<byte[], byte[]> consumer,
            Map<TopicPartition, Long> ends,
            Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        consumer.assign(ends.keySet());
        consumer.seekToBeginning(ends.keySet());
        long before = -1;
        long progressNanos = System.nanoTime();
        while (isBehind(consumer, ends)) {
            consumer.poll(POLL).forEach(reader);
            long position = ends.keySet().stream().mapToLong(consumer::position).sum();
            if (position != before) {
                before = position;
                progressNanos = System.nanoTime();
            } else if (System.nanoTime() - progressNanos > PATIENCE.toNanos()) {
                throw standstill(consumer, ends);
            }
        }
    }

    private static TimeoutException standstill(KafkaConsumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
        Map.Entry<TopicPartition, Long> stuck = ends.entrySet().stream()
                .filter(end -> consumer.position(end.getKey()) < end.getValue())
                .findFirst()
                .orElseThrow();
        return new TimeoutException(
                ("topic %s: no progress for %d s at offset %d of partition %d, which ends at %d; the cluster is slow, or a transaction "
                                + "is open there (kafka-transactions.sh find-hanging tells)")
                        .formatted(
                                stuck.getKey().topic(),
                                PATIENCE.toSeconds(),
                                consumer.position(stuck.getKey()),
                                stuck.getKey().partition(),
                                stuck.getValue()));
    }

    private static boolean isBehind(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue());
    }

    @Override
    public void close() {
        admin.close();
    }
}
