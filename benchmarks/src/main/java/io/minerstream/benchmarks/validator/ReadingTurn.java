package io.minerstream.benchmarks.validator;

import io.minerstream.avro.MinerTelemetry;
import io.minerstream.schemas.serde.AvroRecordDeserializer;
import io.minerstream.schemas.topic.TopicNames;
import io.minerstream.schemas.topic.TopicScan;
import io.minerstream.schemas.wait.Deadline;
import io.minerstream.validator.TelemetryValidator;
import io.minerstream.validator.ValidatorConfig;
import io.minerstream.validator.topology.JudgeSettings;
import io.minerstream.validator.topology.TelemetrySource;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.IntegerDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.TimeWindows;

/** One turn of one {@link ReadingWay} in this JVM: reads all readings, and prints seconds and processor seconds. */
final class ReadingTurn {

    /** Has the readings without their headers. */
    static final TopicNames FOREIGN = new TopicNames("foreign-");

    private static final int COMMIT_INTERVAL_MS = 500;
    private static final int CACHE_BYTES = 64 * 1024 * 1024;
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    private final Map<String, String> kafka;
    private final Map<String, String> registry;
    private final TopicNames topics;
    private final String application;
    private final Path stateDir;

    private ReadingTurn(String bootstrapServers, String registryUrl, TopicNames topics, String name, Path stateDir) {
        this.kafka = Map.of("bootstrap.servers", bootstrapServers);
        this.registry = Map.of("schema.registry.url", registryUrl);
        this.topics = topics;
        this.application = name;
        this.stateDir = stateDir;
    }

    /**
     * Reads once.
     *
     * @param args {@link ReadingWay}, addresses of brokers and registry, prefix of the topics, name of the application, state folder
     */
    public static void main(String[] args) throws Exception {
        PrintStream figures = System.out;
        // As the command: Kafka Streams formats texts for each record of a task with several inputs.
        Locale.setDefault(Locale.US);
        // Nothing that a library prints is a figure.
        System.setOut(System.err);
        ReadingTurn turn = new ReadingTurn(args[1], args[2], new TopicNames(args[3]), args[4], Path.of(args[5]));
        double seconds =
                switch (ReadingWay.valueOf(args[0])) {
                    case DSL_COUNT -> turn.count();
                    case VALIDATOR -> turn.validate(turn.topics.telemetry());
                    case FOREIGN_VALIDATOR -> turn.validate(FOREIGN.telemetry());
                    case CONSUMER -> turn.consume();
                };
        double processorSeconds =
                ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                                .getProcessCpuTime()
                        / 1e9;
        figures.println(seconds + " " + processorSeconds);
    }

    private double count() throws Exception {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(topics.telemetry(), Consumed.with(Serdes.Integer(), Serdes.ByteArray()))
                .groupByKey(Grouped.with("by-miner", Serdes.Integer(), Serdes.ByteArray()))
                .windowedBy(TimeWindows.ofSizeWithNoGrace(Duration.ofHours(24)))
                .count(Materialized.as("counts"));
        Properties properties = new Properties();
        properties.putAll(kafka);
        properties.putAll(settings());
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, application);
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        CompletableFuture<Void> running = new CompletableFuture<>();
        try (KafkaStreams streams = new KafkaStreams(builder.build(), properties)) {
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
            return secondsUntilCommitted(topics.telemetry());
        }
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

    private double validate(String telemetry) throws Exception {
        Map<String, String> settings = new HashMap<>(kafka);
        settings.putAll(settings());
        ValidatorConfig config = new ValidatorConfig(
                application,
                topics,
                new TelemetrySource(telemetry, 0),
                JudgeSettings.DEFAULT,
                1,
                stateDir,
                -1,
                registry,
                settings);
        try (TelemetryValidator validator = new TelemetryValidator(config, failure -> {
            throw new IllegalStateException(failure);
        })) {
            validator.start();
            validator.awaitRunning(TIMEOUT);
            return secondsUntilCommitted(telemetry);
        }
    }

    /** From now until the application has committed all records of a topic. */
    private double secondsUntilCommitted(String topic) throws Exception {
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
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(application)
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

    private double consume() {
        AvroRecordDeserializer<MinerTelemetry> values = new AvroRecordDeserializer<>(MinerTelemetry.class);
        values.configure(registry, false);
        double[] hashrate = {0};
        try (KafkaConsumer<Integer, MinerTelemetry> consumer =
                new KafkaConsumer<>(TopicScan.settings(kafka), new IntegerDeserializer(), values)) {
            TopicScan.assign(consumer, topics.telemetry());
            long startNanos = System.nanoTime();
            TopicScan.toStableEnd(
                    consumer, record -> hashrate[0] += record.value().getHashrate());
            double seconds = (System.nanoTime() - startNanos) / 1e9;
            if (!(hashrate[0] > 0)) {
                throw new IllegalStateException("must read readings, got a sum of " + hashrate[0]);
            }
            return seconds;
        }
    }
}
