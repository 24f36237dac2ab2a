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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;

/**
 * The whole producer against Kafka's own {@code kafka-producer-perf-test}: the same number of records, average size of a record,
 * partitions and producer settings, in turn, each in a new JVM with the same options, on one broker in its own warm JVM.
 *
 * <p>The peer draws random letters; ours computes readings, encodes them with Avro, keeps them in order of time by key, and
 * writes watermarks and progress. What counts is the second half of each run, behind as many records on both sides, the roster of
 * ours among them: before, the JVM compiles on the processors that it measures. Started by {@code benchmarks/compare-producers}.
 */
public final class ProducerComparison {

    private static final List<String> JVM = List.of("-Xmx512m", "-XX:+UseParallelGC");

    /** What our producer sets by itself. */
    private static final List<String> SETTINGS = List.of(
            "acks=all",
            "enable.idempotence=true",
            "compression.type=lz4",
            "batch.size=131072",
            "linger.ms=10",
            "buffer.memory=67108864");

    /** Of the run: the lengths of its key and of its value, 3 and 8 bytes, and a byte for each of these lengths. */
    private static final int HEADER_BYTES = 1 + 3 + 1 + 8;

    private static final Pattern REPLAY = Pattern.compile("(?m)^(\\d+) (\\d+) (\\d+) (\\d+)$");
    private static final Pattern OURS = Pattern.compile("(?m)^(\\d+) (\\d+) (\\d+) (\\d+) (\\d+)$");
    private static final Pattern PEER = Pattern.compile("(?m)^(\\d+) steady state records sent, ([0-9.]+) records/sec");
    // Lines of the windows begin in the same way, but have no percentiles.
    private static final Pattern PEER_WHOLE = Pattern.compile("(?m)^\\d+ records sent, ([0-9.]+) records/sec .* 50th");
    private static final Pattern PROCESSOR = Pattern.compile("(?m)^" + ProcessorTime.LABEL + "(\\d+)$");

    private final StackEndpoints stack;
    private final int miners;
    private final int hours;
    private final int partitions;
    private final ComparisonTable table = new ComparisonTable();
    private int run;
    private long recordBytes;

    private ProducerComparison(StackEndpoints stack, int miners, int hours, int partitions) {
        this.stack = stack;
        this.miners = miners;
        this.hours = hours;
        this.partitions = partitions;
    }

    /**
     * Compares; prints the figures of each run, and at the end a table in Markdown.
     *
     * @param args miners, hours, partitions, rounds
     */
    public static void main(String[] args) throws Exception {
        int rounds = Integer.parseInt(args[3]);
        StackConfig config = StackConfig.temporary(Path.of(System.getProperty("java.io.tmpdir")))
                .without(Set.of(Component.CONNECT, Component.POSTGRES));
        try (LocalStack stack = LocalStack.start(config, StackListener.NONE)) {
            ProducerComparison comparison = new ProducerComparison(
                    stack.endpoints(), Integer.parseInt(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]));
            comparison.describe();
            System.out.println("Round 0, which warms the broker and does not count:");
            comparison.round();
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
                "%d processors, Java %s, %s %s%n%d miners x %d h = %d records, %d partitions%nclients: java %s%nproducers: %s%n%n",
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version"),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                miners,
                hours,
                records(),
                partitions,
                String.join(" ", JVM),
                String.join(" ", SETTINGS));
    }

    /** Ours first: it says how large a record is. */
    private void round() throws IOException, InterruptedException, ExecutionException {
        for (SignalProfile profile : SignalProfile.values()) {
            ours("MinerStream, `--commit none`, " + profile.word(), profile, "none");
        }
        peer(ComparisonTable.PLAIN, List.of());
        for (SignalProfile profile : SignalProfile.values()) {
            ours("MinerStream, exactly once, " + profile.word(), profile, "auto");
        }
        peer(ComparisonTable.TRANSACTIONAL, List.of("--transaction-duration-ms", "1000"));
    }

    private void ours(String name, SignalProfile profile, String commit)
            throws IOException, InterruptedException, ExecutionException {
        TopicNames names = createTopics();
        List<String> arguments = List.of(
                stack.bootstrapServers(),
                stack.registryUrl(),
                names.prefix(),
                Integer.toString(miners),
                Integer.toString(hours),
                profile.word(),
                commit);
        long stackNanos = stackNanos();
        String output = run(MinerStreamProducer.class, arguments);
        MatchResult result = find(OURS, output);
        long records = Long.parseLong(result.group(1));
        recordBytes = Math.round((double) Long.parseLong(result.group(2)) / records) + HEADER_BYTES;
        note(
                name,
                perSecond(result.group(4), result.group(5)),
                perSecond(result.group(1), result.group(3)),
                output,
                stackNanos() - stackNanos);
        if (profile == SignalProfile.REALISTIC && commit.equals("none")) {
            replay(names);
        }
        deleteTopics(names);
    }

    /** Records that a run of ours has just written, sent again. */
    private void replay(TopicNames written) throws IOException, InterruptedException, ExecutionException {
        TopicNames names = createTopics();
        List<String> arguments = new ArrayList<>(List.of(
                stack.bootstrapServers(),
                written.telemetry(),
                names.telemetry(),
                Integer.toString(partitions),
                Long.toString(records() - warmUp()),
                Long.toString(miners + warmUp())));
        arguments.addAll(SETTINGS);
        long stackNanos = stackNanos();
        String output = run(ReplayProducer.class, arguments);
        MatchResult result = find(REPLAY, output);
        note(
                ComparisonTable.REPLAY,
                perSecond(result.group(1), result.group(2)),
                perSecond(result.group(3), result.group(4)),
                output,
                stackNanos() - stackNanos);
        deleteTopics(names);
    }

    private void peer(String name, List<String> more) throws IOException, InterruptedException, ExecutionException {
        TopicNames names = createTopics();
        List<String> arguments = new ArrayList<>(List.of(
                "--bootstrap-server",
                stack.bootstrapServers(),
                "--topic",
                names.telemetry(),
                "--num-records",
                Long.toString(miners + records()),
                "--warmup-records",
                Long.toString(miners + warmUp()),
                "--record-size",
                Long.toString(recordBytes),
                "--throughput",
                "-1",
                "--command-property"));
        arguments.addAll(SETTINGS);
        arguments.addAll(more);
        long stackNanos = stackNanos();
        String output = run(PerfTestProducer.class, arguments);
        note(
                name,
                Double.parseDouble(find(PEER, output).group(2)),
                Double.parseDouble(find(PEER_WHOLE, output).group(1)),
                output,
                stackNanos() - stackNanos);
        deleteTopics(names);
    }

    private void note(String name, double recordsPerSecond, double wholeRun, String output, long stackNanos) {
        double sent = miners + records();
        ComparisonTable.Figures figures = new ComparisonTable.Figures(
                recordsPerSecond,
                wholeRun,
                Long.parseLong(find(PROCESSOR, output).group(1)) / sent,
                stackNanos / sent,
                recordBytes);
        System.out.println("  " + table.add(name, figures));
    }

    /** Processor time of broker and registry, which are the only children while no client runs. */
    private static long stackNanos() {
        return ProcessHandle.current()
                .descendants()
                .flatMap(child -> child.info().totalCpuDuration().stream())
                .mapToLong(Duration::toNanos)
                .sum();
    }

    private long records() {
        return (long) miners * hours;
    }

    /** Readings that do not count. */
    private long warmUp() {
        return records() / 2;
    }

    private static double perSecond(String records, String nanos) {
        return Long.parseLong(records) * 1e9 / Long.parseLong(nanos);
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

    private static String run(Class<?> main, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM);
        command.addAll(Arrays.asList(System.getProperty("benchmark.options", "").split(" +")));
        command.removeIf(String::isEmpty);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        if (exit != 0) {
            throw new IOException("%s: must end with exit code 0, got %d; it printed%n%s"
                    .formatted(String.join(" ", command), exit, output));
        }
        return output;
    }

    private static MatchResult find(Pattern pattern, String output) {
        return pattern.matcher(output)
                .results()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "a client must print /%s/, but printed%n%s".formatted(pattern, output)));
    }
}
