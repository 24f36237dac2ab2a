package io.minerstream.pipeline.load;

import io.minerstream.pipeline.PipelineException;
import io.minerstream.schemas.access.ClientPrincipal;
import io.minerstream.schemas.topic.KafkaFutures;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsResult;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** Looks at consumer groups and at the ends of their topic, by requests that change nothing. Used by one thread. */
final class GroupWatch {

    private final Admin admin;
    private final ClientPrincipal principal;
    private final String topic;
    private final List<String> groups;
    private final ListOffsetsOptions isolation;
    private final Map<String, Object> memberships = new HashMap<>();

    /** @param isolation that of the groups: up to which offset they can read */
    GroupWatch(
            Admin admin,
            ClientPrincipal principal,
            String topic,
            Collection<String> groups,
            ListOffsetsOptions isolation) {
        this.admin = admin;
        this.principal = principal;
        this.topic = topic;
        this.groups = List.copyOf(groups);
        this.isolation = isolation;
    }

    /**
     * A group at a look.
     *
     * @param state as Kafka names it
     * @param members how many there are
     * @param rebalanced whether members or their partitions are others than at the look before, or change now
     * @param committed offsets in the topic by partition; without those that have none
     */
    record Group(String state, int members, boolean rebalanced, Map<Integer, Long> committed) {}

    /**
     * A look.
     *
     * @param groups by id
     * @param ends offset behind the last record of each partition that the groups can read
     */
    record Look(Map<String, Group> groups, Map<Integer, Long> ends) {}

    /** @throws org.apache.kafka.common.KafkaException when Kafka does not answer, or refuses to */
    Look look(int partitions) {
        Map<String, KafkaFuture<ConsumerGroupDescription>> descriptions =
                admin.describeConsumerGroups(groups).describedGroups();
        ListConsumerGroupOffsetsResult offsets = admin.listConsumerGroupOffsets(
                groups.stream().collect(Collectors.toMap(group -> group, group -> new ListConsumerGroupOffsetsSpec())));
        Map<TopicPartition, OffsetSpec> latest = IntStream.range(0, partitions)
                .boxed()
                .collect(Collectors.toMap(
                        partition -> new TopicPartition(topic, partition), partition -> OffsetSpec.latest()));
        Map<TopicPartition, ListOffsetsResultInfo> ends =
                KafkaFutures.get(admin.listOffsets(latest, isolation).all());
        Map<String, Group> looked = new HashMap<>();
        for (String group : groups) {
            ConsumerGroupDescription description =
                    KafkaFutures.orNull(descriptions.get(group), GroupIdNotFoundException.class);
            looked.put(group, group(group, description, committed(offsets, group)));
        }
        return new Look(
                looked,
                ends.entrySet().stream()
                        .collect(Collectors.toMap(end -> end.getKey().partition(), end -> end.getValue()
                                .offset())));
    }

    private Map<Integer, Long> committed(ListConsumerGroupOffsetsResult offsets, String group) {
        Map<TopicPartition, OffsetAndMetadata> all =
                KafkaFutures.orNull(offsets.partitionsToOffsetAndMetadata(group), GroupIdNotFoundException.class);
        Map<Integer, Long> committed = new HashMap<>();
        if (all != null) {
            all.forEach((partition, offset) -> {
                if (partition.topic().equals(topic) && offset != null) {
                    committed.put(partition.partition(), offset.offset());
                }
            });
        }
        return committed;
    }

    private Group group(String group, ConsumerGroupDescription description, Map<Integer, Long> committed) {
        if (description == null) {
            return new Group(GroupState.DEAD.toString(), 0, memberships.remove(group) != null, committed);
        }
        Map<String, Set<TopicPartition>> assigned = description.members().stream()
                .collect(Collectors.toMap(MemberDescription::consumerId, member -> member.assignment()
                        .topicPartitions()));
        Object before = memberships.put(group, assigned);
        boolean moves = description.groupState() != GroupState.STABLE && description.groupState() != GroupState.EMPTY;
        return new Group(
                description.groupState().toString(),
                assigned.size(),
                moves || (before != null && !before.equals(assigned)),
                committed);
    }

    /**
     * Requires that the groups consume the topic.
     *
     * @return a sentence for each group that may not be described
     * @throws PipelineException that names each group that does not, and why
     */
    List<String> requireConsumers() {
        List<String> wrong = new ArrayList<>();
        List<String> idle = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        for (String group : groups) {
            try {
                ConsumerGroupDescription description = KafkaFutures.orNull(
                        admin.describeConsumerGroups(List.of(group))
                                .describedGroups()
                                .get(group),
                        GroupIdNotFoundException.class);
                Set<String> consumed = consumed(group, description);
                if (description == null || description.groupState() == GroupState.DEAD) {
                    wrong.add(unknown(group));
                } else if (!consumed.contains(topic)) {
                    wrong.add(
                            "group %s: must consume topic %s, but has no offset there, and none of its members a partition; it consumes %s"
                                    .formatted(group, topic, consumed.isEmpty() ? "nothing" : consumed));
                } else if (description.members().isEmpty()) {
                    idle.add("group %s: must have members, has none; start its consumers first".formatted(group));
                }
            } catch (GroupAuthorizationException e) {
                refused.add(principal.lacks("group " + group, "Describe", "is refused", "--group " + group));
            }
        }
        if (!wrong.isEmpty()) {
            throw PipelineException.usage(String.join("; ", wrong));
        }
        if (!idle.isEmpty()) {
            throw PipelineException.unreachable(String.join("; ", idle), null);
        }
        return refused;
    }

    /** Topics in which the group has offsets, or its members partitions. */
    private Set<String> consumed(String group, ConsumerGroupDescription description) {
        Set<String> topics = new TreeSet<>();
        if (description != null) {
            description.members().forEach(member -> member.assignment()
                    .topicPartitions()
                    .forEach(partition -> topics.add(partition.topic())));
        }
        Map<TopicPartition, OffsetAndMetadata> offsets = KafkaFutures.orNull(
                admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(), GroupIdNotFoundException.class);
        if (offsets != null) {
            offsets.keySet().forEach(partition -> topics.add(partition.topic()));
        }
        return topics;
    }

    private String unknown(String group) {
        Collection<GroupListing> known = KafkaFutures.get(admin.listGroups().valid());
        Optional<GroupListing> other = known.stream()
                .filter(listing -> listing.groupId().equals(group))
                .findFirst();
        if (other.flatMap(GroupListing::type)
                .filter(type -> type != GroupType.CLASSIC && type != GroupType.CONSUMER)
                .isPresent()) {
            return "group %s: must be a group of consumers, which commit offsets, is a group of type %s"
                    .formatted(group, other.get().type().orElseThrow());
        }
        Set<String> names = known.stream().map(GroupListing::groupId).collect(Collectors.toCollection(TreeSet::new));
        return "group %s: must exist, but Kafka does not know it; start its consumers first, or name one of %s"
                .formatted(group, names);
    }
}
