package io.minerstream.schemas.topic;

import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * A topic as MinerStream needs it.
 *
 * @param name full name with prefix
 * @param partitions number of partitions, at least 1
 * @param replicationFactor replicas of each partition; -1 for the broker's default
 * @param config topic settings that differ from the broker's default; copied
 */
public record TopicSpec(String name, int partitions, short replicationFactor, Map<String, String> config) {

    public TopicSpec {
        if (partitions < 1) {
            throw new IllegalArgumentException("partitions: must be at least 1, got " + partitions);
        }
        if (replicationFactor != -1 && replicationFactor < 1) {
            throw new IllegalArgumentException(
                    "replication factor: must be at least 1, or -1 for the broker's default, got " + replicationFactor);
        }
        config = Map.copyOf(config);
    }

    NewTopic toNewTopic() {
        return new NewTopic(name, partitions, replicationFactor).configs(config);
    }
}
