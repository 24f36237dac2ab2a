package io.minerstream.producer.strategy;

import io.minerstream.avro.CurtailmentStrategy;
import io.minerstream.producer.kafka.ClientProperties;
import io.minerstream.producer.kafka.Cluster;
import io.minerstream.producer.kafka.KafkaCluster;
import io.minerstream.schemas.serde.AvroRecordDeserializer;
import io.minerstream.schemas.topic.TopicNames;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what the strategy topic says now: the last committed record of each key, whether Kafka has compacted it or not. */
public final class StrategyReader {

    private static final Logger LOG = LoggerFactory.getLogger(StrategyReader.class);

    private StrategyReader() {}

    /**
     * Reads the strategies of all sites.
     *
     * @param properties settings of the Kafka clients and of the registry client
     * @return by site and type; empty when there is no such topic
     * @throws org.apache.kafka.common.KafkaException when Kafka or the registry cannot be asked
     */
    public static List<StrategyEntry> read(Map<String, ?> properties, TopicNames topics) {
        ClientProperties client = new ClientProperties(properties);
        try (Cluster cluster = new KafkaCluster(client)) {
            return readToEnd(cluster, client, topics);
        }
    }

    /** Everything that is committed; waits for the end of transactions that are open in the topic. */
    static List<StrategyEntry> readToEnd(Cluster cluster, ClientProperties client, TopicNames topics) {
        return read(cluster, client, topics, cluster::scanToLogEnd);
    }

    /** What stands before the first open transaction: a state that was committed, though maybe not the last one. */
    static List<StrategyEntry> readStable(Cluster cluster, ClientProperties client, TopicNames topics) {
        return read(cluster, client, topics, cluster::scan);
    }

    private static List<StrategyEntry> read(
            Cluster cluster,
            ClientProperties client,
            TopicNames topics,
            BiConsumer<String, Consumer<ConsumerRecord<byte[], byte[]>>> scan) {
        if (cluster.topics(List.of(topics.strategies())).isEmpty()) {
            return List.of();
        }
        Map<StrategyKey, ConsumerRecord<byte[], byte[]>> latest = new HashMap<>();
        scan.accept(topics.strategies(), entry -> {
            Optional<StrategyKey> key = StrategyKey.parse(entry.key() == null ? new byte[0] : entry.key());
            if (key.isEmpty()) {
                warnOfKey(entry);
            } else if (entry.value() == null) {
                latest.remove(key.get());
            } else {
                latest.put(key.get(), entry);
            }
        });
        try (AvroRecordDeserializer<CurtailmentStrategy> deserializer =
                new AvroRecordDeserializer<>(CurtailmentStrategy.class)) {
            deserializer.configure(client.registry(), false);
            return latest.entrySet().stream()
                    .map(entry -> decode(entry.getKey(), entry.getValue(), deserializer))
                    .sorted(StrategyEntry.BY_KEY)
                    .toList();
        }
    }

    private static StrategyEntry decode(
            StrategyKey key, ConsumerRecord<byte[], byte[]> record, Deserializer<CurtailmentStrategy> deserializer) {
        try {
            return new StrategyEntry(
                    key, record.offset(), deserializer.deserialize(record.topic(), record.value()), null);
        } catch (SerializationException e) {
            return new StrategyEntry(key, record.offset(), null, e.getMessage());
        }
    }

    /** Nobody's, so it neither counts as a strategy nor is removed with those of a site. */
    private static void warnOfKey(ConsumerRecord<byte[], byte[]> record) {
        LOG.atWarn()
                .addKeyValue("topic", record.topic())
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .addKeyValue("key", record.key() == null ? "null" : new String(record.key(), StandardCharsets.UTF_8))
                .log("ignoring a record whose key is not siteId:strategy_type");
    }
}
