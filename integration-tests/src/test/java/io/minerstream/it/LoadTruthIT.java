package io.minerstream.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.producer.load.LoadSender;
import io.minerstream.schemas.topic.TopicNames;
import io.minerstream.schemas.topic.TopicScan;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What load tests say of real consumers, against what is known of these. Takes 20 minutes a round, all consumers side by side, and the
 * first round two more for their lateness: see {@code docs/load-test.md}.
 */
@ExtendWith(SharedPipeline.class)
@Tag("truth")
@Execution(ExecutionMode.CONCURRENT)
class LoadTruthIT {

    private static final int ROUNDS = Integer.getInteger("minerstream.truth.rounds", 1);
    private static final int PARTITIONS = 6;
    private static final int MINERS = 600;
    private static final String SITE = "940";

    /** The time points of a load with {@code --at} follow from it, and may meet those of a search. */
    private static final String SITE_OF_LATENESS = "941";

    @TempDir
    private static Path folder;

    /**
     * A group.
     *
     * @param micros for a reading, in a member
     * @param slowMicros for one in partition 0
     * @param pauseSeconds each minute
     */
    record Known(String name, int round, int members, int micros, int slowMicros, int commitMillis, int pauseSeconds) {

        ExampleConsumer start(Connections connections, Path notes) throws IOException {
            Object[] arguments = {micros, slowMicros, commitMillis, pauseSeconds, notes};
            return ExampleConsumer.start(connections, folder, name, members, KnownConsumer.class.getName(), arguments);
        }

        /** Readings per second that its busiest member makes, if readings are spread like these. */
        double greatestRate(ExampleConsumer consumer, Map<Integer, Long> readings) throws Exception {
            double all = readings.values().stream().mapToLong(count -> count).sum();
            double microsOfBusiest = consumer.describe().members().stream()
                    .mapToDouble(member -> member.assignment().topicPartitions().stream()
                            .mapToInt(TopicPartition::partition)
                            .mapToDouble(
                                    partition -> readings.get(partition) / all * (partition == 0 ? slowMicros : micros))
                            .sum())
                    .max()
                    .orElseThrow();
            return 1e6 / microsOfBusiest * (60 - pauseSeconds) / 60;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Known> groups() {
        return IntStream.range(0, ROUNDS)
                .boxed()
                .flatMap(round -> Stream.of(
                        new Known("one-" + round, round, 1, 20_000, 20_000, 100, 0),
                        new Known("two-" + round, round, 2, 24_000, 24_000, 100, 0),
                        new Known("three-" + round, round, 3, 36_000, 36_000, 100, 0),
                        new Known("slow-partition-" + round, round, 3, 4000, 72_000, 100, 0),
                        new Known("pauses-" + round, round, 1, 16_000, 16_000, 100, 5),
                        new Known("commits-" + round, round, 1, 20_000, 20_000, 5000, 0)));
    }

    @ParameterizedTest
    @MethodSource("groups")
    void shouldSayWhatAConsumerBears(Known group) throws Exception {
        Connections connections = topics(group);
        Path notes = folder.resolve(group + ".notes");
        try (ExampleConsumer consumer = group.start(connections, notes)) {
            // Which rates are tried depends on the first one.
            int first = 10 + 2 * (group.round() % 10);
            JsonNode found =
                    loadTest(group, SITE, "--find-max", "--rate", "" + first).json();

            double known = group.greatestRate(consumer, committed(consumer));
            System.out.printf(
                    "%s: bears %.0f/s, found %.0f/s (%+.1f %%) in %.0f s%n",
                    group,
                    known,
                    found.get("maxRate").doubleValue(),
                    100 * (found.get("maxRate").doubleValue() / known - 1),
                    found.get("seconds").doubleValue());
            assertThat(found.get("confirmed").booleanValue())
                    .as(found.toString())
                    .isTrue();
            assertThat(found.get("maxRate").doubleValue()).as(found.toString()).isCloseTo(known, within(known / 10));
            if (group.round() == 0) {
                requireItsOwnLateness(group, connections, notes, (int) (0.8 * known));
            }
        }
    }

    private static void requireItsOwnLateness(Known group, Connections connections, Path notes, int rate)
            throws IOException {
        Instant at = Instant.now().plusSeconds(15).truncatedTo(ChronoUnit.SECONDS);
        JsonNode tested = loadTest(
                        group,
                        SITE_OF_LATENESS,
                        "--rate",
                        "" + rate,
                        "--duration",
                        "90s",
                        "--shard",
                        "0/1",
                        "--at",
                        at.toString())
                .json();

        double[] own = lateness(connections, notes, tested.get("runId").textValue(), at, rate);
        JsonNode lateness = tested.at("/groups/0/lateness");
        assertThat(lateness.get("records").intValue()).isEqualTo(own.length);
        // A look each second finds a commit up to a second after it.
        for (Map.Entry<String, Double> percentile : Map.of(
                        "p50Seconds", 0.5, "p90Seconds", 0.9, "p99Seconds", 0.99, "maxSeconds", 1.0)
                .entrySet()) {
            double consumers = own[(int) Math.ceil(percentile.getValue() * own.length) - 1];
            double ours = lateness.get(percentile.getKey()).doubleValue();
            System.out.printf("%s: %s %.2f s, its own %.2f s%n", group, percentile.getKey(), ours, consumers);
            assertThat(ours - consumers).as(percentile.getKey()).isBetween(-0.1, 1.2);
        }
    }

    private static String[] with(Known group, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--topic-prefix", group + "-"));
        all.addAll(SharedPipeline.options().subList(0, 4));
        return all.toArray(String[]::new);
    }

    private static Connections topics(Known group) {
        Cli topics = Cli.run(
                with(group, "fleet", "publish", "--miners", "1", "--site-id", "942", "--partitions", "" + PARTITIONS));
        assertThat(topics.exitCode()).as(topics.err()).isZero();
        return Connections.of(SharedPipeline.connections().kafkaProperties(), null, new TopicNames(group + "-"));
    }

    private static Cli loadTest(Known group, String site, String... arguments) {
        List<String> all = new ArrayList<>(List.of(
                "load-test", "--group", group.name(), "--site-id", site, "--miners", "" + MINERS, "--output", "json"));
        all.addAll(Arrays.asList(arguments));
        Cli test = Cli.run(with(group, all.toArray(String[]::new)));
        assertThat(test.exitCode()).as(test.err() + test.out()).isZero();
        return test;
    }

    private static Map<Integer, Long> committed(ExampleConsumer consumer) throws Exception {
        Map<Integer, Long> readings = new HashMap<>();
        consumer.offsets().forEach((partition, offset) -> readings.put(partition.partition(), offset.offset()));
        return readings;
    }

    /** From when each reading was due to when the consumer had committed it, in seconds, in ascending order. */
    private static double[] lateness(Connections connections, Path notes, String runId, Instant at, int rate)
            throws IOException {
        Map<Integer, TreeMap<Long, Long>> commits = new HashMap<>();
        for (String line : Files.readAllLines(notes)) {
            long[] note = Stream.of(line.split(" ")).mapToLong(Long::parseLong).toArray();
            commits.computeIfAbsent((int) note[1], partition -> new TreeMap<>()).putIfAbsent(note[2], note[0]);
        }
        List<ConsumerRecord<byte[], byte[]>> readings = readings(connections, runId);
        long firstTimePoint =
                readings.stream().mapToLong(ConsumerRecord::timestamp).min().orElseThrow();
        // In each time point, the miners are in the order of their ids.
        List<Integer> miners =
                readings.stream().map(LoadTruthIT::minerId).distinct().sorted().toList();
        return readings.stream()
                .mapToDouble(reading -> {
                    long timePoint = (reading.timestamp() - firstTimePoint) / 1000;
                    long number = timePoint * miners.size() + Collections.binarySearch(miners, minerId(reading));
                    double due = at.toEpochMilli() + 1e3 * number / rate;
                    long committed = commits.get(reading.partition())
                            .ceilingEntry(reading.offset() + 1)
                            .getValue();
                    return (committed - due) / 1e3;
                })
                .sorted()
                .toArray();
    }

    private static List<ConsumerRecord<byte[], byte[]>> readings(Connections connections, String runId) {
        List<ConsumerRecord<byte[], byte[]>> readings = new ArrayList<>();
        try (Consumer<byte[], byte[]> consumer = TopicScan.open(connections.kafkaProperties())) {
            TopicScan.assign(consumer, connections.topics().telemetry());
            TopicScan.toStableEnd(consumer, reading -> {
                byte[] run = reading.headers().lastHeader(LoadSender.HEADER).value();
                if (new String(run, StandardCharsets.UTF_8).equals(runId)) {
                    readings.add(reading);
                }
            });
        }
        return readings;
    }

    private static int minerId(ConsumerRecord<byte[], byte[]> reading) {
        return ByteBuffer.wrap(reading.key()).getInt();
    }
}
