package io.minerstream.producer.record;

import io.minerstream.avro.SimulationRun;
import io.minerstream.producer.kafka.ClientProperties;
import io.minerstream.producer.kafka.Cluster;
import io.minerstream.producer.kafka.KafkaCluster;
import io.minerstream.producer.run.RunHistory;
import io.minerstream.schemas.serde.AvroRecordDeserializer;
import io.minerstream.schemas.topic.TopicNames;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/** Reads the committed manifests of all runs. */
public final class RunHistoryReader {

    private static final byte[] NO_KEY = {};

    private RunHistoryReader() {}

    /**
     * Reads the history of a cluster.
     *
     * @param properties settings of the Kafka clients and of the registry client
     * @throws SerializationException when a manifest cannot be read
     * @throws org.apache.kafka.common.KafkaException when Kafka or the registry cannot be asked
     */
    public static RunHistory read(Map<String, ?> properties, TopicNames topics) {
        return read(properties, topics, cluster -> cluster::scan);
    }

    /**
     * Reads the history of a cluster with everything that is committed at this moment: waits for the end of transactions that are
     * open: the manifest of a run that has just ended may be behind them.
     *
     * @param properties settings of the Kafka clients and of the registry client
     * @throws SerializationException when a manifest cannot be read
     * @throws org.apache.kafka.common.KafkaException when Kafka or the registry cannot be asked, or a transaction stays open
     */
    public static RunHistory readToEnd(Map<String, ?> properties, TopicNames topics) {
        return read(properties, topics, cluster -> cluster::scanToLogEnd);
    }

    private static RunHistory read(Map<String, ?> properties, TopicNames topics, Function<Cluster, Scan> scan) {
        ClientProperties client = new ClientProperties(properties);
        try (Cluster cluster = new KafkaCluster(client)) {
            return read(cluster, client, topics, scan.apply(cluster));
        }
    }

    /** Hands over the records of a topic. */
    public interface Scan {
        void scan(String topic, Consumer<ConsumerRecord<byte[], byte[]>> reader);
    }

    /** Decodes only the last manifest of a run, so that a tombstone mends one that cannot be read. */
    public static RunHistory read(Cluster cluster, ClientProperties client, TopicNames topics, Scan scan) {
        if (cluster.topics(List.of(topics.runs())).isEmpty()) {
            return new RunHistory(List.of());
        }
        Map<ByteBuffer, ConsumerRecord<byte[], byte[]>> latest = new HashMap<>();
        scan.scan(topics.runs(), manifest -> {
            ByteBuffer key = ByteBuffer.wrap(manifest.key() == null ? NO_KEY : manifest.key());
            if (manifest.value() == null) {
                latest.remove(key);
            } else {
                latest.put(key, manifest);
            }
        });
        try (AvroRecordDeserializer<SimulationRun> deserializer = new AvroRecordDeserializer<>(SimulationRun.class)) {
            deserializer.configure(client.registry(), false);
            return new RunHistory(latest.values().stream()
                    .map(manifest -> decode(manifest, deserializer))
                    .toList());
        }
    }

    private static SimulationRun decode(
            ConsumerRecord<byte[], byte[]> manifest, Deserializer<SimulationRun> deserializer) {
        try {
            return deserializer.deserialize(manifest.topic(), manifest.value());
        } catch (SerializationException e) {
            throw new SerializationException(
                    ("topic %s, partition %s, offset %s: cannot be read, so it is not known which ranges were generated: %s;"
                                    + " write a tombstone for its key, or --force to generate without this check")
                            .formatted(manifest.topic(), manifest.partition(), manifest.offset(), e.getMessage()),
                    e);
        }
    }
}
