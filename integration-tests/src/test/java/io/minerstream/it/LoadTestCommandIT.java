package io.minerstream.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.minerstream.connect.sink.Sink;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.schemas.topic.TopicNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Loads the example consumer, whose greatest rate is known: 2,000 readings a second. */
@ExtendWith(SharedPipeline.class)
class LoadTestCommandIT {

    private static final String PREFIX = "load-it-";
    private static final String GROUP = "load-it-slow";
    private static final int MICROS = 500;

    @TempDir
    private static Path folder;

    private static Connections connections;
    private static ExampleConsumer consumer;

    @BeforeAll
    static void start() throws IOException {
        Cli topics = Cli.run(with("fleet", "publish", "--miners", "1", "--site-id", "931", "--partitions", "3"));
        assertThat(topics.exitCode()).as(topics.err()).isZero();
        connections = Connections.of(SharedPipeline.connections().kafkaProperties(), null, new TopicNames(PREFIX));
        consumer = ExampleConsumer.start(connections, folder, GROUP, 1, MICROS, 0);
    }

    @AfterAll
    static void stop() {
        consumer.close();
    }

    /** Kafka and the registry alone: with a warehouse, the miners would have to be in it. */
    private static String[] with(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--topic-prefix", PREFIX));
        all.addAll(SharedPipeline.options().subList(0, 4));
        return all.toArray(String[]::new);
    }

    private static String[] loadTest(String... more) {
        List<String> all =
                new ArrayList<>(List.of("load-test", "--group", GROUP, "--site-id", "930", "--output", "json"));
        all.addAll(List.of(more));
        if (!all.contains("--miners")) {
            all.addAll(List.of("--miners", "50"));
        }
        return with(all.toArray(String[]::new));
    }

    @Test
    void shouldPassAGroupThatKeepsUp() throws IOException {
        Path report = LoadResults.report("load-test");

        Cli cli = Cli.run(
                loadTest("--rate", "500", "--duration", "3s", "--max-lag", "5s", "--report", report.toString()));

        assertThat(cli.exitCode()).as(cli.err() + cli.out()).isZero();
        JsonNode result = cli.json();
        assertThat(result.get("passed").booleanValue()).isTrue();
        assertThat(result.at("/load/sent").longValue()).isEqualTo(1_500);
        assertThat(result.at("/load/acknowledged").longValue()).isEqualTo(1_500);
        assertThat(result.at("/load/foreign").longValue()).isZero();
        assertThat(result.at("/groups/0/unread").longValue()).isZero();
        assertThat(result.at("/groups/0/lateness/records").longValue()).isEqualTo(1_500);
        // A look each second finds what was committed since the one before.
        assertThat(result.at("/groups/0/lateness/maxSeconds").doubleValue()).isBetween(0.3, 5.0);
        assertThat(result.at("/groups/0/partitions")).hasSize(3);
        assertThat(result.at("/samples").size()).isGreaterThanOrEqualTo(3);
        LoadResults.requireForm(result);
        assertThat(result.at("/settings/--max-lag").textValue()).isEqualTo("5s");
        assertThat(report).content().contains("<title>Load test of " + GROUP + "</title>", "kept up</h2>");
    }

    @Test
    void shouldReadTransactionsAsTheGroupDoes() {
        Cli cli = Cli.run(loadTest("--rate", "500", "--duration", "2s", "--commit", "100", "--max-lag", "5s"));

        assertThat(cli.exitCode()).as(cli.err() + cli.out()).isZero();
        assertThat(cli.json().get("transactions").booleanValue()).isTrue();
        // Markers of transactions are nobody's records, and nobody has to read them.
        assertThat(cli.json().at("/load/foreign").longValue()).isZero();
        assertThat(cli.json().at("/groups/0/unread").longValue()).isZero();
        assertThat(cli.json().at("/groups/0/lateness/records").longValue()).isEqualTo(1_000);
    }

    @Test
    void shouldFailAGroupThatIsTooSlowAndSayByHowMuch() {
        Cli cli = Cli.run(loadTest("--rate", "6000", "--duration", "4s", "--max-lag", "2s"));

        assertThat(cli.exitCode()).as(cli.err() + cli.out()).isEqualTo(1);
        JsonNode group = cli.json().at("/groups/0");
        assertThat(group.get("passed").booleanValue()).isFalse();
        assertThat(group.at("/breaches/0/limit").textValue()).isEqualTo("lag");
        assertThat(group.at("/breaches/0/firstSeconds").doubleValue()).isBetween(2.0, 9.0);
        // 24,000 readings at 2,000 a second take 12 s. The last one is due after 4 s; a partition may wait for the
        // others.
        assertThat(group.at("/breaches/0/worstLagSeconds").doubleValue()).isBetween(4.0, 13.0);
        assertThat(group.get("drainSeconds").doubleValue()).isBetween(7.9, 14.0);
        assertThat(cli.json().at("/load/limit").isNull()).isTrue();
    }

    @Test
    void shouldShowAConsumerThatStoodStillInTheLateness() throws Exception {
        long before = committed();
        CompletableFuture<Cli> running = CompletableFuture.supplyAsync(
                () -> Cli.run(loadTest("--rate", "200", "--duration", "10s", "--max-lag", "2s")));
        awaitCommitted(before + 700);

        consumer.signal("STOP");
        try {
            Awaitility.await().pollDelay(Duration.ofSeconds(5)).until(() -> true);
        } finally {
            consumer.signal("CONT");
        }

        Cli cli = running.get();
        assertThat(cli.exitCode()).as(cli.err() + cli.out()).isEqualTo(1);
        assertThat(cli.json().at("/groups/0/lateness/records").longValue()).isEqualTo(2_000);
        assertThat(cli.json().at("/groups/0/lateness/maxSeconds").doubleValue()).isBetween(5.0, 8.0);
        assertThat(cli.json().at("/groups/0/breaches/0/limit").textValue()).isEqualTo("lag");
        // Nobody but the group is late.
        assertThat(cli.json().at("/load/acknowledgement/p99Seconds").doubleValue())
                .isLessThan(4);
        assertThat(cli.json().at("/groups/0/unread").longValue()).isZero();
    }

    @Test
    void shouldSendInBurstsAndMostlyToOnePartition() throws Exception {
        awaitReadEverything();
        Map<TopicPartition, OffsetAndMetadata> before = consumer.offsets();

        Cli cli = Cli.run(loadTest(
                "--rate",
                "200",
                "--duration",
                "4s",
                "--miners",
                "1200",
                "--burst-on-the-hour",
                "0.9/500ms",
                "--skew",
                "0.6"));

        assertThat(cli.exitCode()).as(cli.err() + cli.out()).isZero();
        assertThat(cli.json().get("rate").textValue()).startsWith("steps:");
        long sent = cli.json().at("/load/sent").longValue();
        // An hour of some 700 miners lasts 3.5 s: two bursts, where an even rate makes 800 readings.
        assertThat(sent).isGreaterThan(1_100);
        assertThat(cli.json().at("/load/sendLateness/p99Seconds").doubleValue()).isLessThan(0.5);
        long busiest = consumer.offsets().entrySet().stream()
                .mapToLong(partition -> partition.getValue().offset()
                        - before.get(partition.getKey()).offset())
                .max()
                .orElseThrow();
        assertThat((double) busiest / sent).isCloseTo(0.6, within(0.05));
    }

    @Test
    void shouldSendHistoryFirstAndSayWhenTheGroupHasCaughtUp() {
        Cli cli = Cli.run(loadTest("--history", "8000", "--rate", "200", "--duration", "8s", "--max-lag", "3s"));

        assertThat(cli.exitCode()).as(cli.err() + cli.out()).isZero();
        assertThat(cli.json().at("/load/history").longValue()).isEqualTo(8_000);
        assertThat(cli.json().at("/load/historySeconds").doubleValue()).isLessThan(3);
        assertThat(cli.json().at("/load/sent").longValue()).isEqualTo(1_600);
        assertThat(cli.json().at("/load/foreign").longValue()).isZero();
        assertThat(cli.json().at("/groups/0/lateness/records").longValue()).isEqualTo(9_600);
        // 8,000 readings at 2,000 a second, from when the history began.
        assertThat(cli.json().at("/groups/0/caughtUpSeconds").doubleValue()
                        + cli.json().at("/load/historySeconds").doubleValue())
                .isBetween(3.9, 8.0);
    }

    private static CompletableFuture<Cli> shard(String shard, Instant at, String... more) {
        List<String> all = new ArrayList<>(List.of(
                "load-test",
                "--shard",
                shard,
                "--at",
                at.toString(),
                "--rate",
                "400",
                "--duration",
                "3s",
                "--site-id",
                "938",
                "--miners",
                "300",
                "--output",
                "json"));
        all.addAll(List.of(more));
        String[] command = with(all.toArray(String[]::new));
        return CompletableFuture.supplyAsync(() -> Cli.run(command));
    }

    @Test
    void shouldJudgeTheReadingsOfAllShards() {
        Instant at = Instant.now().plusSeconds(6);
        CompletableFuture<Cli> other = shard("1/2", at);

        Cli judge = shard("0/2", at, "--group", GROUP, "--max-lag", "3s").join();

        assertThat(judge.exitCode()).as(judge.err() + judge.out()).isZero();
        assertThat(other.join().exitCode()).as(other.join().err()).isZero();
        assertThat(other.join().json().get("groups")).isEmpty();
        long sentByOther = other.join().json().at("/load/sent").longValue();
        assertThat(sentByOther).isPositive();
        assertThat(judge.json().at("/load/sent").longValue() + sentByOther).isEqualTo(1_200);
        assertThat(judge.json().at("/load/otherShards/due").longValue()).isEqualTo(sentByOther);
        assertThat(judge.json().at("/load/otherShards/arrived").longValue()).isEqualTo(sentByOther);
        assertThat(judge.json().at("/load/foreign").longValue()).isZero();
        JsonNode group = judge.json().at("/groups/0");
        assertThat(group.at("/lateness/records").longValue()).isEqualTo(1_200);
        assertThat(group.at("/lateness/maxSeconds").doubleValue()).isBetween(0.3, 5.0);
    }

    @Test
    @Tag("long")
    void shouldNotJudgeALoadOfWhichAShardIsMissing() {
        Cli judge = shard("0/2", Instant.now().plusSeconds(4), "--group", GROUP, "--drain", "1s")
                .join();

        assertThat(judge.exitCode()).as(judge.err() + judge.out()).isEqualTo(1);
        assertThat(judge.json().at("/load/limit").textValue()).isEqualTo("shards");
        assertThat(judge.json().at("/load/otherShards/due").longValue()).isPositive();
        assertThat(judge.json().at("/load/otherShards/arrived").longValue()).isZero();
    }

    @Test
    void shouldChangeNothingOfAGroup() throws Exception {
        awaitReadEverything();
        consumer.signal("STOP");
        try {
            Map<?, ?> offsets = consumer.offsets();
            List<?> members = List.copyOf(consumer.describe().members());
            Map<ConfigResource, Config> settings = settings();

            Cli cli = Cli.run(loadTest("--rate", "200", "--duration", "2s", "--drain", "1s"));

            assertThat(cli.exitCode()).as(cli.err() + cli.out()).isEqualTo(1);
            assertThat(cli.json().at("/groups/0/unread").longValue()).isEqualTo(400);
            assertThat(cli.json().at("/groups/0/drainSeconds").isNull()).isTrue();
            assertThat(consumer.offsets()).isEqualTo(offsets);
            assertThat(consumer.describe().members()).isEqualTo(members);
            assertThat(settings()).isEqualTo(settings);
        } finally {
            consumer.signal("CONT");
        }
    }

    @Test
    void shouldWatchAGroupThatHasCommittedNothing() {
        try (KafkaConsumer<byte[], byte[]> silent = consumer("load-it-silent")) {
            silent.subscribe(List.of(connections.topics().telemetry()));
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> {
                silent.poll(Duration.ofMillis(100));
                return silent.assignment().size() == 3;
            });

            Cli cli = Cli.run(with(
                    "load-test",
                    "--group",
                    "load-it-silent",
                    "--site-id",
                    "930",
                    "--miners",
                    "50",
                    "--rate",
                    "200",
                    "--duration",
                    "2s",
                    "--drain",
                    "1s",
                    "--output",
                    "json"));

            assertThat(cli.exitCode()).as(cli.err() + cli.out()).isEqualTo(1);
            JsonNode group = cli.json().at("/groups/0");
            assertThat(group.get("fewestMembers").intValue()).isEqualTo(1);
            assertThat(group.get("unread").longValue()).isEqualTo(400);
            assertThat(group.at("/lateness/records").longValue()).isZero();
            assertThat(group.get("partitions")).hasSize(3).allSatisfy(partition -> assertThat(
                            partition.get("committed").isNull())
                    .isTrue());
        }
    }

    @Test
    void shouldReportWhatWasSeenUntilCtrlC() throws Exception {
        List<String> command = Cli.java(folder);
        Path report = LoadResults.report("interrupted");
        command.addAll(List.of(loadTest("--rate", "200", "--duration", "10m", "--report", report.toString())));
        Path out = folder.resolve("interrupted.json");
        Path err = folder.resolve("interrupted.err");
        long before = committed();
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            awaitCommitted(before + 400);

            process.destroy();

            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(err)).isEqualTo(143);
        JsonNode result = new ObjectMapper().readTree(out.toFile());
        assertThat(result.get("complete").booleanValue()).isFalse();
        assertThat(result.get("passed").booleanValue()).isFalse();
        long sent = result.at("/load/sent").longValue();
        assertThat(sent)
                .isGreaterThanOrEqualTo(400)
                .isCloseTo(Math.round(200 * result.get("seconds").doubleValue()), within(20L))
                .isEqualTo(result.at("/load/acknowledged").longValue());
        LoadResults.requireForm(result);
        assertThat(report).content().contains("<p class=\"partial\">ended early");
        assertThat(Files.readString(err)).contains("stopping ...");
    }

    private static long committed() throws Exception {
        return consumer.offsets().values().stream()
                .mapToLong(OffsetAndMetadata::offset)
                .sum();
    }

    private static void awaitCommitted(long offsets) {
        Awaitility.await().atMost(Duration.ofMinutes(3)).until(() -> committed() >= offsets);
    }

    private static void awaitReadEverything() {
        try (KafkaConsumer<byte[], byte[]> reader = consumer("load-it-ends")) {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> committed()
                            == reader.endOffsets(consumer.offsets().keySet()).values().stream()
                                    .mapToLong(Long::longValue)
                                    .sum());
        }
    }

    private static KafkaConsumer<byte[], byte[]> consumer(String group) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                connections.brokerProperties().get("bootstrap.servers"),
                "group.id",
                group,
                "enable.auto.commit",
                "false");
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Test
    void shouldNameTheGroupsThatThereAreWhenItIsNotOneOfThem() {
        Cli cli = Cli.run(with("load-test", "--group", "nobody", "--rate", "5", "--miners", "5"));

        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.err())
                .contains(
                        "group nobody: must exist, but Kafka does not know it; start its consumers first, or name one of [")
                .contains(GROUP);
    }

    @Test
    void shouldRefuseAGroupThatReadsSomethingElse() {
        Cli cli = Cli.run(with(
                "load-test", "--group", "connect-" + Sink.TELEMETRY.connectorName(), "--rate", "5", "--miners", "5"));

        assertThat(cli.exitCode()).as(cli.err()).isEqualTo(2);
        assertThat(cli.err())
                .contains("must consume topic load-it-miner-telemetry, but has no offset there, and none of its"
                        + " members a partition; it consumes [miner-telemetry]");
    }

    @Test
    void shouldSayThatAGroupHasNoMembers() {
        String topic = connections.topics().telemetry();
        try (KafkaConsumer<byte[], byte[]> gone = consumer("load-it-gone")) {
            gone.commitSync(Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(0)));
        }

        Cli cli = Cli.run(with("load-test", "--group", "load-it-gone", "--rate", "5", "--miners", "5"));

        assertThat(cli.exitCode()).isEqualTo(3);
        assertThat(cli.err()).contains("group load-it-gone: must have members, has none; start its consumers first");
    }

    private static Map<ConfigResource, Config> settings() throws Exception {
        List<ConfigResource> resources = List.of(
                new ConfigResource(
                        ConfigResource.Type.TOPIC, connections.topics().telemetry()),
                new ConfigResource(ConfigResource.Type.GROUP, GROUP));
        try (Admin admin = connections.openAdmin()) {
            return admin.describeConfigs(resources).all().get();
        }
    }
}
