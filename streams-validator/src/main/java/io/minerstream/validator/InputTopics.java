package io.minerstream.validator;

import io.minerstream.schemas.topic.KafkaFutures;
import io.minerstream.schemas.topic.TopicNames;
import io.minerstream.validator.input.TelemetrySource;
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
    static int require(Admin admin, TopicNames topics, TelemetrySource source) {
        List<String> names = List.of(
                source.topic(),
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
        List<String> findings = findings(topics, source, names, partitions);
        if (!findings.isEmpty()) {
            throw new IllegalStateException(String.join("\n", findings));
        }
        return partitions.get(topics.miners());
    }

    /**
     * What is wrong, one sentence each.
     *
     * @param partitions number of partitions of the topics that exist
     */
    static List<String> findings(
            TopicNames topics, TelemetrySource source, List<String> names, Map<String, Integer> partitions) {
        List<String> findings = new ArrayList<>();
        for (String name : names) {
            if (!partitions.containsKey(name)) {
                findings.add("topic %s: must exist before the validator starts, does not".formatted(name));
            }
        }
        if (source.isRepartitioned()) {
            requireRepartitions(topics, source, partitions, findings);
            return findings;
        }
        Integer telemetry = partitions.get(source.topic());
        for (String name : List.of(topics.miners(), topics.watermarks())) {
            Integer count = partitions.get(name);
            if (telemetry != null && count != null && !count.equals(telemetry)) {
                findings.add(
                        "topic %s: must have as many partitions as %s (%s), has %s; a miner's readings, roster entry and watermarks must meet in one partition, or use --repartition"
                                .formatted(name, source.topic(), telemetry, count));
            }
        }
        return findings;
    }

    private static void requireRepartitions(
            TopicNames topics, TelemetrySource source, Map<String, Integer> partitions, List<String> findings) {
        for (String name : List.of(topics.miners(), topics.watermarks())) {
            Integer count = partitions.get(name);
            if (count != null && count != source.repartitions()) {
                findings.add("--repartition: must be the number of partitions of topic %s (%s), got %s"
                        .formatted(name, count, source.repartitions()));
            }
        }
    }
}
