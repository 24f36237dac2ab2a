package io.minerstream.validator;

import io.minerstream.validator.topology.QuarantineHandler;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Kafka Streams settings. Order: our defaults, over them the user's {@code kafka} properties, over them what must hold (the
 * reserved keys, which a user cannot give).
 */
final class StreamsProperties {

    /** Defaults under exactly_once are a commit each 100 ms and a transaction timeout of 10 s: a load spike then fences us. */
    private static final Map<String, Object> DEFAULTS = Map.of(
            StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
            500L,
            StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
            60_000,
            // After a kill, others wait this long for our partitions (the broker's least is 6 s).
            StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
            10_000,
            // Wait for a partition that is known to have records, not for one that may get some: see
            // ValidatorProcessor.
            StreamsConfig.MAX_TASK_IDLE_MS_CONFIG,
            0L,
            // Changelogs carry the time of readings, and simulated time may run ahead of the broker's clock by more
            // than its hour.
            StreamsConfig.topicPrefix(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG),
            Long.toString(Long.MAX_VALUE),
            StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG,
            64L * 1024 * 1024);

    private StreamsProperties() {}

    static Map<String, Object> of(ValidatorConfig config) {
        Map<String, Object> properties = new HashMap<>(DEFAULTS);
        properties.putAll(config.kafka());
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, config.applicationId());
        properties.put(StreamsConfig.STATE_DIR_CONFIG, config.stateDir().toString());
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.threads());
        properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, config.replicationFactor());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        properties.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, QuarantineHandler.class);
        properties.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, QuarantineHandler.class);
        properties.put(
                StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG,
                config.topics().quarantine());
        return properties;
    }
}
