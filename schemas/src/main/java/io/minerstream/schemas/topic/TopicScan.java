package io.minerstream.schemas.topic;

import io.minerstream.schemas.wait.Standstill;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the committed records of a topic from its beginning to an end that is fixed when the scan starts, in order within each
 * partition. Transaction markers count as read. Stateless.
 */
public final class TopicScan {

    /** Longer than a broker takes to abort the transaction of a dead writer with a short timeout: it checks every 10 s. */
    static final Duration STANDSTILL = Duration.ofSeconds(45);

    private static final Duration POLL = Duration.ofMillis(200);
    private static final int FETCH_MAX_WAIT_MS = 10;

    private TopicScan() {}

    /**
     * Settings of a consumer for scans: of committed records, outside of any consumer group.
     *
     * @param client settings of the client; copied
     * @return a new map, without deserializers unless {@code client} has them
     */
    public static Map<String, Object> settings(Map<String, ?> client) {
        Map<String, Object> settings = new HashMap<>(client);
        // By default the fetch behind the last record idles for 500 ms.
        settings.putIfAbsent(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_MAX_WAIT_MS);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        return settings;
    }

    /**
     * A consumer of keys and values as they are, with the {@linkplain #settings settings} of scans.
     *
     * @param client settings of the client
     */
    public static Consumer<byte[], byte[]> open(Map<String, ?> client) {
        return new KafkaConsumer<>(settings(client), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * Assigns all partitions of a topic and seeks to their beginning.
     *
     * @return the partitions; empty when there is no such topic
     */
    public static List<TopicPartition> assign(Consumer<?, ?> consumer, String topic) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return partitions;
    }

    /**
     * Reads the assigned partitions up to their last stable offsets: does not wait for open
     * transactions.
     *
     * @throws TimeoutException when no record comes for 45 s
     */
    public static <K, V> void toStableEnd(
            Consumer<K, V> consumer, java.util.function.Consumer<? super ConsumerRecord<K, V>> reader) {
        read(consumer, consumer.endOffsets(consumer.assignment()), STANDSTILL, reader);
    }

    /**
     * Reads the assigned partitions up to the end of their logs. Waits for open transactions, which hide
     * committed records behind them.
     *
     * @throws TimeoutException when a transaction stays open for 45 s
     */
    public static <K, V> void toLogEnd(
            Admin admin, Consumer<K, V> consumer, java.util.function.Consumer<? super ConsumerRecord<K, V>> reader) {
        read(consumer, logEnds(admin, consumer.assignment()), STANDSTILL, reader);
    }

    private static Map<TopicPartition, Long> logEnds(Admin admin, Set<TopicPartition> partitions) {
        Map<TopicPartition, OffsetSpec> latest =
                partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        KafkaFutures.get(admin.listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                        .all())
                .forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    static <K, V> void read(
            Consumer<K, V> consumer,
            Map<TopicPartition, Long> ends,
            Duration longestStandstill,
            java.util.function.Consumer<? super ConsumerRecord<K, V>> reader) {
        Standstill standstill = new Standstill(longestStandstill);
        for (Collection<TopicPartition> behind = behind(consumer, ends);
                !behind.isEmpty();
                behind = behind(consumer, ends)) {
            consumer.poll(POLL).forEach(reader);
            if (standstill.isReached(
                    ends.keySet().stream().mapToLong(consumer::position).sum())) {
                TopicPartition stuck = behind.iterator().next();
                throw new TimeoutException(
                        ("topic %s: no progress for %s s at offset %s of partition %s, which ends at %s; the cluster is slow, or "
                                        + "a transaction is open there (kafka-transactions.sh find-hanging tells)")
                                .formatted(
                                        stuck.topic(),
                                        longestStandstill.toSeconds(),
                                        consumer.position(stuck),
                                        stuck.partition(),
                                        ends.get(stuck)));
            }
        }
    }

    private static List<TopicPartition> behind(Consumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
        return ends.keySet().stream()
                .filter(partition -> consumer.position(partition) < ends.get(partition))
                .toList();
    }
}
