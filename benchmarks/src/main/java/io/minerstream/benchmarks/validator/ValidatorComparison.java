package io.minerstream.benchmarks.validator;

import io.minerstream.benchmarks.turn.Quantile;
import io.minerstream.benchmarks.turn.TurnJvm;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.SyntheticFleet;
import io.minerstream.producer.publish.RunListener;
import io.minerstream.producer.publish.TelemetryPublisher;
import io.minerstream.producer.roster.RosterPublisher;
import io.minerstream.producer.run.CommitPolicy;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.producer.run.Shard;
import io.minerstream.producer.signal.ShareRate;
import io.minerstream.producer.signal.SignalProfile;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.run.TimeRange;
import io.minerstream.schemas.topic.TopicAdmin;
import io.minerstream.schemas.topic.TopicCatalog;
import io.minerstream.schemas.topic.TopicNames;
import io.minerstream.schemas.topic.TopicScan;
import io.minerstream.stack.Component;
import io.minerstream.stack.LocalStack;
import io.minerstream.stack.StackConfig;
import io.minerstream.stack.StackEndpoints;
import io.minerstream.stack.StackListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The validator against a DSL topology that counts readings by miner and day, and a plain consumer that decodes: the same readings from
 * the same embedded broker, one thread each, exactly_once_v2 with the same commit interval and cache, in turn, each in a new JVM with the
 * same options. Started by {@code benchmarks/compare-validators}.
 */
public final class ValidatorComparison {

    static final TopicNames TOPICS = TopicNames.DEFAULT;
    static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");

    private static final int SITE = 5;
    private static final int MINERS = 6_000;

    private ValidatorComparison() {}

    /**
     * Compares; prints each turn, and a table in Markdown.
     *
     * @param args readings, rounds that count, JVM options of the turns
     */
    public static void main(String[] args) throws Exception {
        int hours = Math.max(24, Integer.parseInt(args[0]) / MINERS);
        int rounds = Integer.parseInt(args[1]);
        List<String> options = Arrays.asList(args).subList(2, args.length);
        Path folder = Path.of(System.getProperty("java.io.tmpdir"));
        StackConfig config = StackConfig.temporary(folder).without(Set.of(Component.CONNECT, Component.POSTGRES));
        try (LocalStack stack = LocalStack.start(config, StackListener.NONE)) {
            System.out.printf(
                    Locale.ROOT,
                    "%s processors, Java %s, %s %s%n%,d miners x %,d h = %,d readings, %s partitions, options %s%n",
                    Runtime.getRuntime().availableProcessors(),
                    System.getProperty("java.version"),
                    System.getProperty("os.name"),
                    System.getProperty("os.version"),
                    MINERS,
                    hours,
                    (long) MINERS * hours,
                    TopicCatalog.DEFAULT_PARTITIONS,
                    options);
            publish(stack.endpoints(), hours);
            compare(stack.endpoints(), (long) MINERS * hours, rounds, options);
        }
    }

    private static void publish(StackEndpoints stack, int hours) {
        Map<String, String> properties = properties(stack);
        createTopics(properties);
        publishRun(properties, FROM, hours);
        copyWithoutHeaders(properties);
    }

    static Map<String, String> properties(StackEndpoints stack) {
        return Map.of("bootstrap.servers", stack.bootstrapServers(), "schema.registry.url", stack.registryUrl());
    }

    static void createTopics(Map<String, String> properties) {
        try (Admin admin = Admin.create(Map.copyOf(properties))) {
            for (TopicNames names : List.of(TOPICS, ReadingTurn.FOREIGN)) {
                TopicAdmin.ensure(
                        admin,
                        new TopicCatalog(names, TopicCatalog.DEFAULT_PARTITIONS, (short) 1, Duration.ofDays(36_500))
                                .topics());
            }
        }
    }

    /** The roster, and the readings of all miners from a time on, in one transaction. */
    static void publishRun(Map<String, String> properties, Instant from, int hours) {
        Fleet fleet = new SyntheticFleet(MINERS, SITE, 42).load();
        new RosterPublisher(properties, TOPICS).publish(fleet, FROM);
        RunSpec spec = new RunSpec(
                RunId.of(from.getEpochSecond()),
                SITE,
                TimeRange.hourly(from, from.plus(Duration.ofHours(hours))),
                42,
                SignalProfile.named("realistic"),
                ShareRate.DEFAULT_DIFFICULTY,
                RunSpec.DEFAULT_BATCH_SIZE,
                false,
                CommitPolicy.parse("auto"),
                Shard.ALL);
        new TelemetryPublisher(properties, TOPICS, Clock.systemUTC()).publish(fleet, spec, RunListener.NONE);
    }

    // A failure goes to the callback.
    @SuppressWarnings("FutureReturnValueIgnored")
    private static void copyWithoutHeaders(Map<String, String> properties) {
        AtomicReference<Exception> failure = new AtomicReference<>();
        try (Consumer<byte[], byte[]> consumer = TopicScan.open(properties);
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.copyOf(properties), new ByteArraySerializer(), new ByteArraySerializer())) {
            TopicScan.assign(consumer, TOPICS.telemetry());
            TopicScan.toStableEnd(
                    consumer,
                    record -> producer.send(
                            new ProducerRecord<>(
                                    ReadingTurn.FOREIGN.telemetry(),
                                    record.partition(),
                                    record.timestamp(),
                                    record.key(),
                                    record.value()),
                            (sent, e) -> failure.compareAndSet(null, e)));
        }
        if (failure.get() != null) {
            throw new IllegalStateException("every reading must be copied", failure.get());
        }
    }

    private static void compare(StackEndpoints stack, long readings, int rounds, List<String> options)
            throws Exception {
        Map<ReadingWay, List<Double>> rates = new EnumMap<>(ReadingWay.class);
        // The first round warms the broker.
        for (int round = 0; round <= rounds; round++) {
            for (ReadingWay way : ReadingWay.values()) {
                String name = way.name().toLowerCase(Locale.ROOT) + "-" + round;
                Path stateDir = Files.createTempDirectory(stack.dataDirectory(), "turn-");
                String[] figures = TurnJvm.run(
                                options,
                                ReadingTurn.class,
                                List.of(
                                        way.name(),
                                        stack.bootstrapServers(),
                                        stack.registryUrl(),
                                        TOPICS.prefix(),
                                        name,
                                        stateDir.toString()))
                        .split(" ", -1);
                double rate = readings / Double.parseDouble(figures[0]);
                System.out.printf(
                        Locale.ROOT,
                        "%s %-28s %,10.0f readings/s, %.1f s, processor %.1f s%n",
                        round == 0 ? "warming up" : "round " + round,
                        way.label(),
                        rate,
                        Double.parseDouble(figures[0]),
                        Double.parseDouble(figures[1]));
                if (round > 0) {
                    rates.computeIfAbsent(way, any -> new ArrayList<>()).add(rate);
                }
            }
        }
        System.out.println(
                "\n| | readings/s, median | slowest | fastest | x DSL count | x consumer |\n|---|---|---|---|---|---|");
        for (ReadingWay way : ReadingWay.values()) {
            List<Double> all = rates.get(way);
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %,.0f | %,.0f | %,.0f | %.2f | %.2f |%n",
                    way.label(),
                    Quantile.median(all),
                    Collections.min(all),
                    Collections.max(all),
                    Quantile.medianRatio(all, rates.get(ReadingWay.DSL_COUNT)),
                    Quantile.medianRatio(all, rates.get(ReadingWay.CONSUMER)));
        }
    }
}
