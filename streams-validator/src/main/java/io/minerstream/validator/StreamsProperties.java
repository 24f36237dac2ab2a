package io.minerstream.validator;

import io.minerstream.schemas.topic.TopicCatalog;
import io.minerstream.validator.input.QuarantineHandler;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/** Kafka Streams settings: the user's {@code kafka} properties override our defaults, the reserved keys override both. */
final class StreamsProperties {

    /** Kafka's defaults under exactly_once, a commit each 100 ms and a transaction timeout of 10 s, get us fenced under load. */
    private static final Map<String, Object> DEFAULTS = Map.of(
            StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
            500L,
            // Streams 4.3 sleeps for it after each internal topic that it creates. Clients double it with each retry.
            StreamsConfig.RETRY_BACKOFF_MS_CONFIG,
            10L,
            StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
            60_000,
            // How long our partitions stay unassigned after a kill; brokers allow no less than 6 s.
            StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
            10_000,
            // Wait only for partitions that are known to have records: the order of the inputs does not matter.
            StreamsConfig.MAX_TASK_IDLE_MS_CONFIG,
            0L,
            // Changelogs carry the time of readings, which may be more than an hour ahead of the broker's clock.
            StreamsConfig.topicPrefix(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG),
            Long.toString(Long.MAX_VALUE),
            // Kafka's default, which all our values fit, also where the brokers have a smaller one.
            StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG),
            Integer.toString(TopicCatalog.MAX_MESSAGE_BYTES),
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
