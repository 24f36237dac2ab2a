package io.minerstream.producer.kafka;

import static io.minerstream.schemas.topic.KafkaFutures.get;
import static io.minerstream.schemas.topic.KafkaFutures.orNull;

import io.minerstream.schemas.topic.TopicAdmin;
import io.minerstream.schemas.topic.TopicScan;
import io.minerstream.schemas.topic.TopicState;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;

/** A real cluster. */
public final class KafkaCluster implements Cluster {

    private static final String MAX_TRANSACTION_TIMEOUT = "transaction.max.timeout.ms";

    /** Kafka's default, for principals that may not read the brokers' settings. */
    private static final Duration DEFAULT_MAX_TRANSACTION_TIMEOUT = Duration.ofMinutes(15);

    /** Behind a transactional.id, for a transaction that writes nothing and stops nobody. */
    private static final String PROBE = "-preflight";

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
            TopicScan.assign(consumer, topic);
            TopicScan.toStableEnd(consumer, reader);
        }
    }

    @Override
    public void scanToLogEnd(String topic, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties.consumer())) {
            TopicScan.assign(consumer, topic);
            TopicScan.toLogEnd(admin, consumer, reader);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
