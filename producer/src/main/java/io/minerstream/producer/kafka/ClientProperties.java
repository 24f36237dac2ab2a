package io.minerstream.producer.kafka;

import io.minerstream.schemas.access.ClientPrincipal;
import io.minerstream.schemas.access.Secrets;
import io.minerstream.schemas.bound.NumberText;
import io.minerstream.schemas.serde.AvroRecordSerializer;
import io.minerstream.schemas.topic.TopicScan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Settings of the Kafka clients: what the user gives wins over our defaults, and keys on which the guarantees of a writer rest
 * are refused when they say something else. One set of properties serves all clients and the registry client.
 */
public final class ClientProperties {

    /** Reasons why a key is ours, by key; a user may repeat the value but not change it. */
    private static final Map<String, String> OWNED_VALUES = Map.of(
            ProducerConfig.ACKS_CONFIG, "all",
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true",
            ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());

    private static final Map<String, String> REASONS = ownedReasons();

    /**
     * Of the first retry, in ms; each further one waits longer. Kafka waits 100 ms by default, with each producer that has yet to
     * find its coordinator, and with each look at a consumer group.
     */
    public static final int RETRY_BACKOFF_MS = 10;

    private static final int BATCH_BYTES = 128 * 1024;
    private static final int LINGER_MS = 10;
    private static final long BUFFER_BYTES = 64L * 1024 * 1024;
    private static final long KAFKAS_MAX_REQUEST_BYTES = 1024 * 1024;
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(10);

    private final Map<String, Object> given;

    /**
     * @param given properties of the user
     * @throws ConfigException naming every key that is refused
     */
    public ClientProperties(Map<String, ?> given) {
        List<String> refused = new ArrayList<>();
        REASONS.forEach((key, reason) -> {
            Object value = given.get(key);
            if (value != null && !value.toString().equals(OWNED_VALUES.get(key))) {
                refused.add("%s: cannot be set to '%s': %s".formatted(key, Secrets.hideInSetting(key, value), reason));
            }
        });
        if (!refused.isEmpty()) {
            throw new ConfigException(String.join("; ", refused));
        }
        this.given = new HashMap<>(given);
    }

    /** Addresses of the brokers, for messages. */
    public String bootstrapServers() {
        return String.valueOf(given.get(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG));
    }

    /**
     * Settings of the producer.
     *
     * @param transactionTimeout used unless the user gave one
     */
    public Map<String, Object> producer(String transactionalId, Duration transactionTimeout) {
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        config.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MS);
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
        config.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, RETRY_BACKOFF_MS);
        config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) transactionTimeout.toMillis());
        config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, AvroRecordSerializer.class.getName());
        config.putAll(given);
        config.putAll(OWNED_VALUES);
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        return config;
    }

    /** Settings of a producer that writes without transactions, but in order and without loss or duplicates of its own. */
    public Map<String, Object> producerWithoutTransactions() {
        Map<String, Object> config = producer("", Duration.ZERO);
        config.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        config.remove(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG);
        return config;
    }

    /** Settings of a producer that opens a transaction and sends nothing. */
    Map<String, Object> probe(String transactionalId) {
        Map<String, Object> config = producer(transactionalId, PROBE_TIMEOUT);
        // Neither a serializer that asks the registry nor an interceptor has anything to do.
        config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        config.remove(ProducerConfig.INTERCEPTOR_CLASSES_CONFIG);
        return config;
    }

    /** Who the brokers take the clients for. */
    public ClientPrincipal principal() {
        return ClientPrincipal.of(given);
    }

    /** The producer's {@code batch.size}: a batch is sent when it has so many bytes. */
    public long batchBytes() {
        return number(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    }

    /** The producer's {@code max.request.size}: it refuses larger records itself. */
    public long maxRequestBytes() {
        return number(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, KAFKAS_MAX_REQUEST_BYTES);
    }

    private long number(String key, long ours) {
        Object theirs = given.get(key);
        try {
            return theirs == null ? ours : NumberText.whole(theirs.toString().strip());
        } catch (NumberFormatException e) {
            throw new ConfigException("%s: must be a whole number, got '%s'".formatted(key, theirs));
        }
    }

    /**
     * The settings of the producer for people: values that are secret, or may hold a secret, are hidden.
     *
     * @see #producer
     */
    public SortedMap<String, String> describeProducer(String transactionalId, Duration transactionTimeout) {
        return Secrets.hideInSettings(producer(transactionalId, transactionTimeout));
    }

    /** The transaction timeout that the producer will have. */
    public Duration transactionTimeout(Duration ours) {
        return Duration.ofMillis(number(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, ours.toMillis()));
    }

    /** Settings of a consumer that reads committed records of explicit partitions. */
    public Map<String, Object> consumer() {
        Map<String, Object> config = TopicScan.settings(knownTo(ConsumerConfig.configNames()));
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return config;
    }

    public Map<String, Object> admin() {
        return knownTo(AdminClientConfig.configNames());
    }

    /** What the registry client needs; it ignores the rest. */
    public Map<String, Object> registry() {
        return Collections.unmodifiableMap(given);
    }

    /** Without the producer's own keys; keys that no client knows stay, as plugins (login modules, metrics) read them. */
    private Map<String, Object> knownTo(Set<String> names) {
        Map<String, Object> config = new HashMap<>(given);
        config.keySet().removeIf(key -> ProducerConfig.configNames().contains(key) && !names.contains(key));
        return config;
    }

    private static Map<String, String> ownedReasons() {
        Map<String, String> reasons = new LinkedHashMap<>();
        reasons.put(
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                "it must be the same for every writer of a site, so that a second one fences the first");
        reasons.put(ProducerConfig.ACKS_CONFIG, "transactions need acks=all");
        reasons.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "transactions need an idempotent producer");
        reasons.put(
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                "keys are encoded already: miner ids as 4 bytes big-endian, others as UTF-8");
        reasons.put(
                ProducerConfig.PARTITIONER_CLASS_CONFIG,
                "watermarks count the records of each partition, so partitions are chosen by the hash of the miner id");
        return reasons;
    }
}
