package io.minerstream.validator.input;

import io.minerstream.schemas.topic.TopicNames;

/**
 * The topic of the readings, which may be that of somebody else's producer.
 *
 * @param topic name of the topic
 * @param repartitions partitions of an internal topic through which the readings pass first, keyed by their miner: as many as the roster
 *     has; 0 to read the topic as it is, whose keys must be miner ids and its partitions those of the roster
 */
public record TelemetrySource(String topic, int repartitions) {

    /** Most partitions of the internal topic. */
    public static final int MOST_PARTITIONS = 10_000;

    public TelemetrySource {
        if (topic == null || !topic.matches("[A-Za-z0-9._-]{1,249}")) {
            throw new IllegalArgumentException(
                    "telemetry topic: must be 1 to 249 letters, digits, dots, underscores and hyphens, got '" + topic
                            + "'");
        }
        if (repartitions < 0 || repartitions > MOST_PARTITIONS) {
            throw new IllegalArgumentException(
                    "repartitions: must be from 0 to " + MOST_PARTITIONS + ", got " + repartitions);
        }
    }

    /** Our own topic, as it is. */
    public static TelemetrySource ours(TopicNames topics) {
        return new TelemetrySource(topics.telemetry(), 0);
    }

    /** The topic that the readings are judged from: the internal one when they are repartitioned. */
    public String judged(String applicationId) {
        return isRepartitioned() ? Repartition.topic(applicationId) : topic;
    }

    public boolean isRepartitioned() {
        return repartitions > 0;
    }
}
