package io.minerstream.validator.delivery;

import io.minerstream.schemas.topic.TopicNames;
import io.minerstream.validator.delivery.TargetConfig.Kind;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;

/**
 * Configuration of the delivery of alerts.
 *
 * @param applicationId of the validator; the consumer group is named after it
 * @param topics names of all topics
 * @param settings of the Kafka clients, the registry client and the {@linkplain TargetConfig targets}, under their own names
 * @param targets at least one has a URL if anything is to be delivered
 */
public record DeliveryConfig(
        String applicationId, TopicNames topics, Map<String, String> settings, List<TargetConfig> targets) {

    public DeliveryConfig {
        settings = Map.copyOf(settings);
        targets = List.copyOf(targets);
    }

    /**
     * With the targets that the settings name.
     *
     * @throws ConfigException when a setting of a target is wrong
     */
    public static DeliveryConfig of(String applicationId, TopicNames topics, Map<String, String> settings) {
        List<TargetConfig> targets = Stream.of(Kind.values())
                .map(kind -> new TargetConfig(kind, settings))
                .toList();
        return new DeliveryConfig(applicationId, topics, settings, targets);
    }

    /** Whether there is no target. */
    public boolean isEmpty() {
        return targets.stream().allMatch(target -> target.urls().isEmpty());
    }

    String group() {
        return applicationId + "-delivery";
    }

    /** Without secrets. */
    @Override
    public String toString() {
        return "DeliveryConfig[group=%s, targets=%s]"
                .formatted(
                        group(),
                        targets.stream()
                                .map(target ->
                                        target.kind() + " x " + target.urls().size())
                                .toList());
    }
}
