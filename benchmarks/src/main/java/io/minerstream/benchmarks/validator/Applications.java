package io.minerstream.benchmarks.validator;

import io.minerstream.schemas.topic.TopicNames;
import io.minerstream.schemas.wait.Deadline;
import io.minerstream.validator.TelemetryValidator;
import io.minerstream.validator.ValidatorConfig;
import io.minerstream.validator.input.TelemetrySource;
import io.minerstream.validator.topology.JudgeSettings;
import java.io.Closeable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.TimeWindows;

/** The compared applications of Kafka Streams, one thread each, exactly_once_v2 with the same commit interval and cache. */
final class Applications {

    private static final int COMMIT_INTERVAL_MS = 500;
    private static final int CACHE_BYTES = 64 * 1024 * 1024;
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    private final Map<String, String> kafka;
    private final Map<String, String> registry;
    private final TopicNames topics;
    private final String name;
    private final Path stateDir;

    Applications(String bootstrapServers, String registryUrl, TopicNames topics, String name, Path stateDir) {
        this.kafka = Map.of("bootstrap.servers", bootstrapServers);
        this.registry = Map.of("schema.registry.url", registryUrl);
        this.topics = topics;
        this.name = name;
        this.stateDir = stateDir;
    }

    /** Starts {@code groupByKey().windowedBy(24 h).count()}; returns when it runs. */
    Closeable startCount() throws Exception {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(topics.telemetry(), Consumed.with(Serdes.Integer(), Serdes.ByteArray()))
                .groupByKey(Grouped.with("by-miner", Serdes.Integer(), Serdes.ByteArray()))
                .windowedBy(TimeWindows.ofSizeWithNoGrace(Duration.ofHours(24)))
                .count(Materialized.as("counts"));
        Properties properties = new Properties();
        properties.putAll(kafka);
        properties.putAll(settings());
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, name);
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        CompletableFuture<Void> running = new CompletableFuture<>();
        KafkaStreams streams = new KafkaStreams(builder.build(), properties);
        streams.setStateListener((state, before) -> {
            if (state == KafkaStreams.State.RUNNING) {
                running.complete(null);
            }
        });
        streams.setUncaughtExceptionHandler(failure -> {
            running.completeExceptionally(failure);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        streams.start();
        running.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        return streams::close;
    }

    /** What both topologies have in common. */
    private static Map<String, String> settings() {
        return Map.of(
                "commit.interval.ms",
                Integer.toString(COMMIT_INTERVAL_MS),
                "statestore.cache.max.bytes",
                Integer.toString(CACHE_BYTES),
                "auto.offset.reset",
                "earliest",
                "producer.transaction.timeout.ms",
                "60000");
    }

    /** Starts the validator; returns when it runs. */
    Closeable startValidator(String telemetry) throws Exception {
        Map<String, String> settings = new HashMap<>(kafka);
        settings.putAll(settings());
        ValidatorConfig config = new ValidatorConfig(
                name,
                topics,
                new TelemetrySource(telemetry, 0),
                JudgeSettings.DEFAULT,
                1,
                stateDir,
                -1,
                registry,
                settings);
        TelemetryValidator validator = new TelemetryValidator(config, failure -> {
            throw new IllegalStateException(failure);
        });
        validator.start();
        validator.awaitRunning(TIMEOUT);
        return validator::close;
    }

    /** From now until the application has committed all records of a topic. */
    double secondsUntilCommitted(String topic) throws Exception {
        long startNanos = System.nanoTime();
        try (Admin admin = Admin.create(Map.copyOf(kafka))) {
            Map<TopicPartition, Long> ends = ends(admin, topic);
            if (!Deadline.in(TIMEOUT).await(POLL, () -> isCommitted(admin, ends))) {
                throw new IllegalStateException("must commit " + ends + " within " + TIMEOUT + ", did not");
            }
            return (System.nanoTime() - startNanos) / 1e9;
        }
    }

    private boolean isCommitted(Admin admin, Map<TopicPartition, Long> ends) throws Exception {
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(name)
                .partitionsToOffsetAndMetadata()
                .get();
        // The last record of each partition is the marker of a transaction.
        return ends.entrySet().stream()
                .allMatch(end -> committed.get(end.getKey()) != null
                        && committed.get(end.getKey()).offset() >= end.getValue() - 1);
    }

    private Map<TopicPartition, Long> ends(Admin admin, String topic) throws Exception {
        List<TopicPartition> partitions =
                admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions().stream()
                        .map(partition -> new TopicPartition(topic, partition.partition()))
                        .toList();
        return admin
                .listOffsets(partitions.stream().collect(Collectors.toMap(p -> p, p -> OffsetSpec.latest())))
                .all()
                .get()
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, end -> end.getValue().offset()));
    }
}
