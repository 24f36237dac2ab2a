package io.minerstream.pipeline.load;

import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.producer.kafka.PreflightException;
import io.minerstream.producer.load.LoadSender;
import io.minerstream.schemas.access.ClientPrincipal;
import io.minerstream.schemas.access.TopicAccess;
import io.minerstream.schemas.topic.KafkaFutures;
import io.minerstream.schemas.topic.TopicAdmin;
import io.minerstream.schemas.topic.TopicScan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.TopicConfig;

/**
 * Deletes the readings of load tests from the telemetry topic. Kafka deletes all records below an offset, so that nobody else may have any
 * there, nor a group an offset that it would lose. Immutable.
 */
public final class LoadCleanup {

    private final Connections connections;
    private final String topic;

    /** The telemetry topic of a cluster. */
    public LoadCleanup(Connections connections) {
        this.connections = connections;
        this.topic = connections.topics().telemetry();
    }

    /**
     * What there is to delete, and what stands in the way. Reads the whole topic; changes nothing.
     *
     * @throws PipelineException when there is no such topic
     * @throws PreflightException when the topic may not be read, or nothing be deleted from it
     */
    public LoadRemains inspect() {
        Map<String, String> properties = connections.brokerProperties();
        try (Admin admin = connections.openAdmin()) {
            requireAccess(admin, ClientPrincipal.of(properties));
            List<LoadRemains.Partition> partitions = partitions(properties);
            List<String> findings = new ArrayList<>();
            if (partitions.stream().anyMatch(partition -> partition.readings() > 0)) {
                String policy = TopicAdmin.states(admin, List.of(topic))
                        .get(topic)
                        .config()
                        .getOrDefault(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
                if (!policy.contains(TopicConfig.CLEANUP_POLICY_DELETE)) {
                    findings.add(
                            "topic %s: cleanup.policy must have delete, is %s: Kafka would refuse to delete records; change the topic's cleanup.policy"
                                    .formatted(topic, policy));
                }
                partitions.stream()
                        .filter(partition -> partition.others() > 0)
                        .map(this::others)
                        .forEach(findings::add);
                findings.addAll(unread(admin, partitions));
            }
            return new LoadRemains(topic, false, partitions, findings);
        }
    }

    /**
     * Deletes the readings of all load tests.
     *
     * @return what was deleted
     * @throws PipelineException as of {@link #inspect}
     * @throws PreflightException with all that stands in the way; nothing was deleted
     */
    public LoadRemains clean() {
        LoadRemains remains = inspect();
        PreflightException.requireNone(List.of(), remains.findings());
        Map<TopicPartition, RecordsToDelete> records = remains.partitions().stream()
                .filter(partition -> partition.readings() > 0)
                .collect(Collectors.toMap(
                        partition -> new TopicPartition(topic, partition.partition()),
                        partition -> RecordsToDelete.beforeOffset(partition.end())));
        try (Admin admin = connections.openAdmin()) {
            KafkaFutures.get(admin.deleteRecords(records).all());
        }
        return new LoadRemains(topic, true, remains.partitions(), List.of());
    }

    private void requireAccess(Admin admin, ClientPrincipal principal) {
        Map<String, Set<AclOperation>> allowed = TopicAdmin.access(admin, List.of(topic));
        if (allowed.isEmpty()) {
            throw PipelineException.usage("topic %s: does not exist; check --topic-prefix".formatted(topic));
        }
        PreflightException.requireNone(
                List.of(),
                TopicAccess.findings(
                        principal, allowed, Map.of(topic, Set.of(AclOperation.READ, AclOperation.DELETE))));
    }

    private String others(LoadRemains.Partition partition) {
        return "topic %s, partition %s: must have no records of others before offset %s, has %s among %s readings of load tests, and Kafka deletes all records before an offset; wait until the topic's retention.ms has passed"
                .formatted(topic, partition.partition(), partition.end(), partition.others(), partition.readings());
    }

    /** What was counted in a partition. */
    private static final class Tally {

        private long readings;
        private long others;
        private long othersBefore;
        private long end;

        void add(ConsumerRecord<?, ?> reading) {
            if (reading.headers().lastHeader(LoadSender.HEADER) == null) {
                others++;
            } else {
                readings++;
                othersBefore = others;
                end = reading.offset() + 1;
            }
        }
    }

    private List<LoadRemains.Partition> partitions(Map<String, String> properties) {
        Map<Integer, Tally> tallies = new TreeMap<>();
        try (Consumer<byte[], byte[]> consumer = TopicScan.open(properties)) {
            TopicScan.assign(consumer, topic).forEach(partition -> tallies.put(partition.partition(), new Tally()));
            TopicScan.toStableEnd(
                    consumer, reading -> tallies.get(reading.partition()).add(reading));
        }
        return tallies.entrySet().stream()
                .map(tally -> new LoadRemains.Partition(
                        tally.getKey(), tally.getValue().readings, tally.getValue().othersBefore, tally.getValue().end))
                .toList();
    }

    /** Groups with an offset among the readings, which would be lost with them. One that is lost already does not matter. */
    private List<String> unread(Admin admin, List<LoadRemains.Partition> partitions) {
        Map<TopicPartition, Long> ends = partitions.stream()
                .filter(partition -> partition.readings() > 0)
                .collect(Collectors.toMap(
                        partition -> new TopicPartition(topic, partition.partition()), LoadRemains.Partition::end));
        Collection<GroupListing> groups = KafkaFutures.get(
                admin.listGroups(ListGroupsOptions.forConsumerGroups()).valid());
        if (groups.isEmpty()) {
            return List.of();
        }
        Map<String, Map<TopicPartition, OffsetAndMetadata>> offsets =
                KafkaFutures.get(admin.listConsumerGroupOffsets(groups.stream()
                                .map(GroupListing::groupId)
                                .collect(Collectors.toMap(
                                        Function.identity(),
                                        group -> new ListConsumerGroupOffsetsSpec().topicPartitions(ends.keySet()))))
                        .all());
        Map<TopicPartition, OffsetSpec> earliest = ends.keySet().stream()
                .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.earliest()));
        Map<TopicPartition, ListOffsetsResultInfo> begins =
                KafkaFutures.get(admin.listOffsets(earliest).all());
        List<String> findings = new ArrayList<>();
        new TreeMap<>(offsets).forEach((group, committed) -> {
            Set<Integer> behind = new TreeSet<>();
            committed.forEach((partition, offset) -> {
                if (offset != null
                        && offset.offset() < ends.get(partition)
                        && offset.offset() >= begins.get(partition).offset()) {
                    behind.add(partition.partition());
                }
            });
            if (!behind.isEmpty()) {
                findings.add(
                        "group %s: must have read the readings of load tests, has not in partitions %s: it would go on where its auto.offset.reset says; let it read them, or move its offsets or delete it by kafka-consumer-groups.sh"
                                .formatted(group, behind));
            }
        });
        return findings;
    }
}
