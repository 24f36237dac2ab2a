package io.minerstream.benchmarks.producer;

import io.minerstream.producer.fleet.SyntheticFleet;
import io.minerstream.producer.run.CommitPolicy;
import io.minerstream.producer.signal.SignalProfile;
import io.minerstream.schemas.topic.TopicAdmin;
import io.minerstream.schemas.topic.TopicCatalog;
import io.minerstream.schemas.topic.TopicNames;
import io.minerstream.schemas.topic.TopicSpec;
import io.minerstream.stack.Component;
import io.minerstream.stack.LocalStack;
import io.minerstream.stack.StackConfig;
import io.minerstream.stack.StackEndpoints;
import io.minerstream.stack.StackListener;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/**
 * The whole producer against Kafka's own {@code kafka-producer-perf-test}: the same number of records, average size of a record,
 * partitions and producer settings, in turn and in many short rounds, in this JVM; the broker has its own.
 *
 * <p>The peer draws random letters; ours computes readings, encodes them with Avro, keeps them in order of time by key, and
 * writes watermarks and progress. All are in one JVM, and in rounds of seconds, since two JVMs compile the same code to different speeds,
 * and the speed of a shared machine changes within seconds. Started by {@code benchmarks/compare-producers}, once for each profile: a
 * generator has one only, for which its code is compiled.
 */
public final class ProducerComparison {

    /** What our producer sets by itself. */
    private static final Map<String, String> SETTINGS = Map.of(
            "acks", "all",
            "enable.idempotence", "true",
            "compression.type", "lz4",
            "batch.size", "131072",
            "linger.ms", "10",
            "buffer.memory", "67108864");

    /** Until the code is compiled; fewer where no more count, as in a mere try. */
    private static final int MOST_WARM_UP_ROUNDS = 6;

    /** Readings of a transaction: a second or so, as those of the peer. */
    private static final String TRANSACTION = "1000000";

    /** Of the run: the lengths of its key and of its value, 3 and 8 bytes, and a byte for each of these lengths. */
    private static final int HEADER_BYTES = 1 + 3 + 1 + 8;

    private final StackEndpoints stack;
    private final SignalProfile profile;
    private final int miners;
    private final int hours;
    private final int partitions;
    private final MinerStreamProducer ours;
    private final ComparisonTable table = new ComparisonTable();
    private int run;
    private long recordBytes;

    private ProducerComparison(StackEndpoints stack, SignalProfile profile, int miners, int hours, int partitions) {
        this.stack = stack;
        this.profile = profile;
        this.miners = miners;
        this.hours = hours;
        this.partitions = partitions;
        this.ours =
                new MinerStreamProducer(stack, new SyntheticFleet(miners, MinerStreamProducer.SITE, 42).load(), hours);
    }

    /**
     * Compares; prints the figures of each round, and at the end a table in Markdown.
     *
     * @param args profile, miners, hours, partitions, rounds
     */
    public static void main(String[] args) throws Exception {
        int rounds = Integer.parseInt(args[4]);
        StackConfig config = StackConfig.temporary(Path.of(System.getProperty("java.io.tmpdir")))
                .without(Set.of(Component.CONNECT, Component.POSTGRES));
        try (LocalStack stack = LocalStack.start(config, StackListener.NONE)) {
            ProducerComparison comparison = new ProducerComparison(
                    stack.endpoints(),
                    SignalProfile.named(args[0]),
                    Integer.parseInt(args[1]),
                    Integer.parseInt(args[2]),
                    Integer.parseInt(args[3]));
            comparison.describe();
            int warmUpRounds = Math.min(rounds, MOST_WARM_UP_ROUNDS);
            System.out.printf("Rounds that warm both JVMs, and do not count: %d%n", warmUpRounds);
            for (int round = 0; round < warmUpRounds; round++) {
                comparison.round();
            }
            comparison.table.clear();
            for (int round = 1; round <= rounds; round++) {
                System.out.println("Round " + round + ":");
                comparison.round();
            }
            System.out.println();
            comparison.table.markdown().forEach(System.out::println);
        }
    }

    private void describe() {
        System.out.printf(
                "%d processors, Java %s, %s %s%n%d miners x %d h = %d records a turn, %d partitions%nclients: java %s%nproducers: %s%n%n",
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version"),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                miners,
                hours,
                records(),
                partitions,
                ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                        .filter(option -> option.startsWith("-X"))
                        .toList(),
                SETTINGS);
    }

    /** Ours first: it says how large a record is. */
    private void round() throws Exception {
        ours("MinerStream, `--commit none`, " + profile.word(), "none");
        peer(ComparisonTable.PLAIN, List.of());
        ours("MinerStream, exactly once, " + profile.word(), TRANSACTION);
        peer(ComparisonTable.TRANSACTIONAL, List.of("--transaction-duration-ms", "1000"));
    }

    private void ours(String name, String commit) throws Exception {
        TopicNames names = createTopics();
        Sent sent = ours.send(names, profile, CommitPolicy.parse(commit));
        recordBytes = Math.round((double) sent.bytes() / sent.records()) + HEADER_BYTES;
        note(name, sent);
        deleteTopics(names);
    }

    private void peer(String name, List<String> more) throws Exception {
        TopicNames names = createTopics();
        List<String> arguments = new ArrayList<>(List.of(
                "--bootstrap-server",
                stack.bootstrapServers(),
                "--topic",
                names.telemetry(),
                "--record-size",
                Long.toString(recordBytes),
                "--throughput",
                "-1",
                "--command-property"));
        SETTINGS.forEach((key, value) -> arguments.add(key + "=" + value));
        arguments.addAll(more);
        Sent sent = PerfTestProducer.send(records(), arguments);
        note(name, sent);
        deleteTopics(names);
    }

    private void note(String name, Sent sent) {
        double records = sent.records();
        ComparisonTable.Figures figures = new ComparisonTable.Figures(
                sent.perSecond(),
                sent.processors().clientNanos() / records,
                sent.processors().stackNanos() / records,
                recordBytes);
        System.out.println("  " + table.add(name, figures));
    }

    private long records() {
        return (long) miners * hours;
    }

    /** New ones for each run, so that none appends to the segments of another. */
    private TopicNames createTopics() {
        TopicNames names = new TopicNames("run" + ++run + "-");
        List<TopicSpec> specs = new TopicCatalog(names, partitions, (short) 1, null).topics();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()))) {
            TopicAdmin.ensure(admin, specs);
        }
        return names;
    }

    /** Or the logs of all runs would fill the disk. */
    private void deleteTopics(TopicNames names) throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()))) {
            List<String> topics = new TopicCatalog(names, partitions, (short) 1, null)
                    .topics().stream().map(TopicSpec::name).toList();
            admin.deleteTopics(topics).all().get();
        }
    }
}
