package io.minerstream.producer.publish;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** A real cluster. */
final class KafkaCluster implements Cluster {

    private static final String MAX_TRANSACTION_TIMEOUT = "transaction.max.timeout.ms";

    /** Kafka's default, for principals that may not read the brokers' settings. */
    private static final Duration DEFAULT_MAX_TRANSACTION_TIMEOUT = Duration.ofMinutes(15);

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ClientProperties properties;
    private final Admin admin;

    KafkaCluster(ClientProperties properties) {
        this.properties = properties;
        this.admin = Admin.create(properties.admin());
    }

    @Override
    public Map<String, TopicState> topics(Collection<String> names) {
        return topics(admin, names);
    }

    static Map<String, TopicState> topics(Admin admin, Collection<String> names) {
        Map<String, Integer> partitions = new HashMap<>();
        admin.describeTopics(names).topicNameValues().forEach((name, future) -> {
            TopicDescription description = orNull(future, UnknownTopicOrPartitionException.class);
            if (description != null) {
                partitions.put(name, description.partitions().size());
            }
        });
        Map<String, TopicState> topics = new HashMap<>();
        admin.describeConfigs(partitions.keySet().stream()
                        .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                        .toList())
                .values()
                .forEach((resource, future) -> {
                    // A topic can be deleted between the two questions.
                    Config config = orNull(future, UnknownTopicOrPartitionException.class);
                    if (config != null) {
                        String name = resource.name();
                        topics.put(name, new TopicState(name, partitions.get(name), settings(config)));
                    }
                });
        return topics;
    }

    private static Map<String, String> settings(Config config) {
        return config.entries().stream()
                .filter(entry -> entry.value() != null)
                .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
    }

    @Override
    public Duration maxTransactionTimeout() {
        String broker =
                orNull(admin.describeCluster().nodes(), null).iterator().next().idString();
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
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            // With read_committed this is the last stable offset: an open transaction of someone else is not waited
            // for.
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long before = -1;
            long progressNanos = System.nanoTime();
            while (isBehind(consumer, ends)) {
                consumer.poll(POLL).forEach(reader);
                long position =
                        partitions.stream().mapToLong(consumer::position).sum();
                if (position != before) {
                    before = position;
                    progressNanos = System.nanoTime();
                } else if (System.nanoTime() - progressNanos > PATIENCE.toNanos()) {
                    throw new TimeoutException("topic %s: no progress in reading it to its end for %d s"
                            .formatted(topic, PATIENCE.toSeconds()));
                }
            }
        }
    }

    private static boolean isBehind(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue());
    }

    @Override
    public void close() {
        admin.close();
    }

    /** The future's value, or null when it failed with {@code tolerated}. */
    private static <T> T orNull(KafkaFuture<T> future, Class<? extends Exception> tolerated) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (tolerated != null && tolerated.isInstance(e.getCause())) {
                return null;
            }
            throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
