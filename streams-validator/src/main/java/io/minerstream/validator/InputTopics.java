package io.minerstream.validator;

import io.minerstream.schemas.topic.KafkaFutures;
import io.minerstream.schemas.topic.TopicNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Checks the topics before the validator starts; Kafka Streams itself would fail late, or not at all. */
final class InputTopics {

    private InputTopics() {}

    /**
     * Checks that all topics exist and that the inputs are co-partitioned.
     *
     * @return number of partitions of the inputs
     * @throws IllegalStateException naming every topic that is missing or has another number of partitions than the telemetry topic
     * @throws KafkaException when the cluster cannot be asked
     */
    static int require(Admin admin, TopicNames topics) {
        List<String> names = List.of(
                topics.telemetry(),
                topics.miners(),
                topics.watermarks(),
                topics.alerts(),
                topics.verdicts(),
                topics.quarantine());
        Map<String, Integer> partitions = new HashMap<>();
        admin.describeTopics(names).topicNameValues().forEach((name, described) -> {
            TopicDescription topic = KafkaFutures.orNull(described, UnknownTopicOrPartitionException.class);
            if (topic != null) {
                partitions.put(name, topic.partitions().size());
            }
        });
        List<String> findings = findings(topics, names, partitions);
        if (!findings.isEmpty()) {
            throw new IllegalStateException(String.join("\n", findings));
        }
        return partitions.get(topics.telemetry());
    }

    /**
     * What is wrong, one sentence each.
     *
     * @param partitions number of partitions of the topics that exist
     */
    static List<String> findings(TopicNames topics, List<String> names, Map<String, Integer> partitions) {
        List<String> findings = new ArrayList<>();
        for (String name : names) {
            if (!partitions.containsKey(name)) {
                findings.add("topic %s: must exist before the validator starts, does not".formatted(name));
            }
        }
        Integer telemetry = partitions.get(topics.telemetry());
        for (String name : List.of(topics.miners(), topics.watermarks())) {
            Integer count = partitions.get(name);
            if (telemetry != null && count != null && !count.equals(telemetry)) {
                findings.add(
                        "topic %s: must have as many partitions as %s (%s), has %s; a miner's readings, roster entry and watermarks must meet in one partition"
                                .formatted(name, topics.telemetry(), telemetry, count));
            }
        }
        return findings;
    }
}
