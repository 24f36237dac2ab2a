package io.minerstream.benchmarks.producer;

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
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;

/**
 * The whole producer against Kafka's own {@code kafka-producer-perf-test}, as their users run them: each turn has a new JVM with the
 * options of the command's own start script. The same number of records, average size of a record, partitions and producer settings, in
 * turn, to a broker that is warm.
 *
 * <p>The peer draws random letters; ours computes readings, encodes them with Avro, keeps them in order of time by key, and
 * writes watermarks and progress. Figures are medians over rounds: the speed of a shared machine changes within seconds, and two JVMs
 * compile the same code to different speeds. Started by {@code benchmarks/compare-producers}.
 */
public final class ProducerComparison {

    private final StackEndpoints stack;
    private final int miners;
    private final int hours;
    private final int partitions;
    private final ProducerJvm jvm;
    private final ComparisonTable table;
    private int turn;
    private long recordBytes;

    private ProducerComparison(StackEndpoints stack, String profile, int miners, int hours, int partitions) {
        this.stack = stack;
        this.miners = miners;
        this.hours = hours;
        this.partitions = partitions;
        this.jvm = new ProducerJvm(List.of(
                SignalProfile.named(profile).word(),
                Integer.toString(miners),
                Integer.toString(hours),
                stack.bootstrapServers(),
                stack.registryUrl(),
                ProcessHandle.current()
                        .descendants()
                        .map(process -> Long.toString(process.pid()))
                        .collect(Collectors.joining(","))));
        this.table = new ComparisonTable(profile);
    }

    /**
     * Compares; prints the figures of each round, and at the end a table in Markdown.
     *
     * @param args profile, miners, hours, partitions, rounds that count
     */
    public static void main(String[] args) throws Exception {
        int rounds = Integer.parseInt(args[4]);
        StackConfig config = StackConfig.temporary(Path.of(System.getProperty("java.io.tmpdir")))
                .without(Set.of(Component.CONNECT, Component.POSTGRES));
        try (LocalStack stack = LocalStack.start(config, StackListener.NONE)) {
            ProducerComparison comparison = new ProducerComparison(
                    stack.endpoints(),
                    args[0],
                    Integer.parseInt(args[1]),
                    Integer.parseInt(args[2]),
                    Integer.parseInt(args[3]));
            comparison.describe(rounds);
            comparison.compare(rounds);
            System.out.println();
            comparison.table.markdown().forEach(System.out::println);
        }
    }

    private void describe(int rounds) {
        System.out.printf(
                "%s processors, Java %s, %s %s%n%s miners x %s h = %s records a turn, %s partitions%n",
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version"),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                miners,
                hours,
                (long) miners * hours,
                partitions);
        for (ComparedProducer producer : List.of(ComparedProducer.DIRECT, ComparedProducer.PEER)) {
            System.out.printf(
                    "%s: java %s%n",
                    producer.isOurs() ? "ours" : "peer", String.join(" ", ProducerJvm.options(producer)));
        }
        System.out.printf(
                "both: %s%nrounds that count: %s, after one that warms the broker%n%n",
                PerfTestProducer.SETTINGS, rounds);
    }

    private void compare(int rounds) throws Exception {
        for (int round = 0; round <= rounds; round++) {
            // Ours is the first: it says how large a record is.
            for (ComparedProducer producer : ComparedProducer.values()) {
                ComparisonTable.Figures figures = turn(producer);
                if (round > 0) {
                    System.out.printf("%s %s%n", round, table.add(producer, figures));
                }
            }
        }
    }

    private ComparisonTable.Figures turn(ComparedProducer producer)
            throws IOException, ExecutionException, InterruptedException {
        TopicNames names = createTopics();
        Sent sent = jvm.send(producer, names, recordBytes);
        if (producer.isOurs()) {
            recordBytes = MinerStreamProducer.recordBytes(sent);
        }
        deleteTopics(names);
        double records = sent.records();
        return new ComparisonTable.Figures(
                sent.perSecond(),
                sent.processors().clientNanos() / records,
                sent.processors().stackNanos() / records,
                recordBytes);
    }

    /** New ones for each turn, so that none appends to the segments of another. */
    private TopicNames createTopics() {
        TopicNames names = new TopicNames("turn" + ++turn + "-");
        try (Admin admin = admin()) {
            TopicAdmin.ensure(admin, topics(names));
        }
        return names;
    }

    /** Or the logs of all turns would fill the disk. */
    private void deleteTopics(TopicNames names) throws InterruptedException, ExecutionException {
        try (Admin admin = admin()) {
            admin.deleteTopics(topics(names).stream().map(TopicSpec::name).toList())
                    .all()
                    .get();
        }
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()));
    }

    private List<TopicSpec> topics(TopicNames names) {
        return new TopicCatalog(names, partitions, (short) 1, null).topics();
    }
}
