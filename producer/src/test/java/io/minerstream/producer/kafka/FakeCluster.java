package io.minerstream.producer.kafka;

import io.minerstream.schemas.serde.AvroRecordSerializer;
import io.minerstream.schemas.topic.TopicNames;
import io.minerstream.schemas.topic.TopicState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** A cluster in memory, with topics as a run needs them. */
public final class FakeCluster implements Cluster {

    public static final int PARTITIONS = 3;

    private static final Set<AclOperation> EVERYTHING =
            EnumSet.of(AclOperation.READ, AclOperation.WRITE, AclOperation.DESCRIBE, AclOperation.DESCRIBE_CONFIGS);

    public final Map<String, TopicState> topics = new HashMap<>();
    public final List<String> scanned = new ArrayList<>();
    public final Map<String, Set<AclOperation>> access = new HashMap<>();
    public boolean refusesTransactions;
    public Duration maxTransactionTimeout = Duration.ofMinutes(15);
    public Runnable beforeScan = () -> {};

    private final Map<String, List<ConsumerRecord<byte[], byte[]>>> records = new HashMap<>();
    private final AvroRecordSerializer<SpecificRecord> serializer = new AvroRecordSerializer<>();
    private final Map<String, ?> properties;

    /** @param properties of the clients and the registry; read again by {@link #clients} */
    public FakeCluster(Map<String, ?> properties) {
        this.properties = properties;
        serializer.configure(properties, false);
        TopicNames names = TopicNames.DEFAULT;
        put(names.telemetry(), PARTITIONS, Map.of("cleanup.policy", "delete", "retention.ms", "-1"));
        put(names.watermarks(), PARTITIONS, Map.of("cleanup.policy", "delete", "retention.ms", "-1"));
        put(names.miners(), PARTITIONS, Map.of("cleanup.policy", "compact"));
        put(names.runs(), 1, Map.of("cleanup.policy", "compact"));
        put(names.strategies(), 1, Map.of("cleanup.policy", "compact"));
    }

    /** What a producer's metadata say of these topics. */
    public static org.apache.kafka.common.Cluster metadata() {
        Node node = new Node(1, "broker", 9092);
        TopicNames names = TopicNames.DEFAULT;
        List<PartitionInfo> partitions = new ArrayList<>();
        for (String name : List.of(names.telemetry(), names.watermarks(), names.miners())) {
            for (int i = 0; i < PARTITIONS; i++) {
                partitions.add(new PartitionInfo(name, i, node, new Node[] {node}, new Node[] {node}));
            }
        }
        partitions.add(new PartitionInfo(names.runs(), 0, node, new Node[] {node}, new Node[] {node}));
        return new org.apache.kafka.common.Cluster("mock", List.of(node), partitions, Set.of(), Set.of());
    }

    /** Clients of this cluster. */
    public Clients clients(Function<Map<String, Object>, Producer<byte[], SpecificRecord>> producers) {
        return new Clients(new ClientProperties(properties), unused -> this, producers);
    }

    public void put(String name, int partitions, Map<String, String> config) {
        topics.put(name, new TopicState(name, partitions, config, 1));
    }

    /** Adds what a producer committed. */
    public void append(MockProducer<byte[], SpecificRecord> producer) {
        producer.history().forEach(this::append);
    }

    public void append(ProducerRecord<byte[], SpecificRecord> record) {
        append(
                record.topic(),
                record.partition() == null ? 0 : record.partition(),
                record.timestamp() == null ? 0 : record.timestamp(),
                record.key(),
                serializer.serialize(record.topic(), record.value()));
    }

    public void append(String topic, int partition, long timestamp, byte[] key, byte[] value) {
        List<ConsumerRecord<byte[], byte[]>> log = records.computeIfAbsent(topic, unused -> new ArrayList<>());
        log.add(new ConsumerRecord<>(
                topic,
                partition,
                log.size(),
                timestamp,
                TimestampType.CREATE_TIME,
                0,
                0,
                key,
                value,
                new RecordHeaders(),
                Optional.empty()));
    }

    @Override
    public Map<String, TopicState> topics(Collection<String> names) {
        Map<String, TopicState> found = new HashMap<>(topics);
        found.keySet().retainAll(names);
        return found;
    }

    @Override
    public Map<String, Set<AclOperation>> access(Collection<String> names) {
        Map<String, Set<AclOperation>> allowed = new HashMap<>();
        topics(names).keySet().forEach(topic -> allowed.put(topic, access.getOrDefault(topic, EVERYTHING)));
        return allowed;
    }

    @Override
    public Optional<String> refusedTransactionalId(String transactionalId) {
        return refusesTransactions ? Optional.of(transactionalId + "-preflight") : Optional.empty();
    }

    @Override
    public Duration maxTransactionTimeout() {
        return maxTransactionTimeout;
    }

    @Override
    public void scan(String topic, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        scanned.add(topic);
        beforeScan.run();
        List.copyOf(records.getOrDefault(topic, List.of())).forEach(reader);
    }

    @Override
    public void scanToLogEnd(String topic, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        scan(topic, reader);
    }

    @Override
    public void close() {}
}
