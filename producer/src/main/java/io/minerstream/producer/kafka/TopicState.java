package io.minerstream.producer.kafka;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.TopicConfig;

/**
 * A topic as the cluster has it.
 *
 * @param name full name with prefix
 * @param partitions number of partitions
 * @param config effective settings, defaults included
 */
public record TopicState(String name, int partitions, Map<String, String> config) {

    /** What is wrong when entries that stay valid until they are replaced are to be kept here; empty when nothing is. */
    public Optional<String> compactionFinding() {
        String policy = config.getOrDefault(TopicConfig.CLEANUP_POLICY_CONFIG, "");
        return policy.equals(TopicConfig.CLEANUP_POLICY_COMPACT)
                ? Optional.empty()
                : Optional.of(
                        ("topic %s: cleanup.policy must be compact, is %s: Kafka would delete entries that are still valid;"
                                        + " change the topic's cleanup.policy")
                                .formatted(name, policy));
    }
}
