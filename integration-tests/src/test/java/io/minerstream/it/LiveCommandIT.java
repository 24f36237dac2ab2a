package io.minerstream.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.contentOf;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.minerstream.avro.RunProgress;
import io.minerstream.avro.RunState;
import io.minerstream.avro.SimulationRun;
import io.minerstream.avro.WindowVerdict;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.producer.record.RunHistoryReader;
import io.minerstream.schemas.run.RunId;
import io.minerstream.validator.VerdictReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** History and then the present, killed (-9) in both and started again: each test resumes where the one before stopped. */
@ExtendWith(SharedPipeline.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LiveCommandIT {

    private static final String SITE = "85";
    private static final int FIRST_MINER = 850_000;
    private static final int MINERS = 30;
    private static final int KILLS = 2;

    /** A day's transactions bring so many acknowledgements at least. */
    private static final int ACKNOWLEDGEMENTS = 24 * MINERS;

    private static Instant start;
    private static Instant reached;

    @TempDir
    private Path folder;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @BeforeAll
    static void fleet() {
        initFleet(SITE, MINERS, FIRST_MINER);
    }

    private static void initFleet(String site, int miners, int firstMiner) {
        Cli init = Cli.onSharedPipeline(
                "fleet", "init", "--site-id", site, "--miners", "" + miners, "--first-miner-id", "" + firstMiner);
        assertThat(init.exitCode()).as(init.err()).isZero();
    }

    private static List<String> live(String... more) {
        return liveAt(SITE, more);
    }

    private static List<String> liveAt(String site, String... more) {
        List<String> command =
                new ArrayList<>(List.of("live", "--site-id", site, "--speed", "36000", "--output", "json"));
        command.addAll(List.of(more));
        command.addAll(SharedPipeline.options());
        return command;
    }

    private static List<JsonNode> run(List<String> command) {
        Cli cli = Cli.run(command.toArray(String[]::new));
        assertThat(cli.exitCode()).as(cli.err()).isZero();
        ObjectMapper json = new ObjectMapper();
        return cli.out()
                .lines()
                .map(line -> {
                    try {
                        return json.readTree(line);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();
    }

    @Test
    @Order(1)
    void shouldWriteGaplessHistoryAndPresentWhenItIsKilledAgainAndAgain() throws Exception {
        for (int kill = 0; kill < KILLS; kill++) {
            assertThat(KilledCli.run(live("--backfill", "3d"), 1 + random.nextInt(ACKNOWLEDGEMENTS / KILLS), folder))
                    .as("kill %s, seed %s", kill, seed)
                    .isTrue();
        }

        List<JsonNode> events = run(live("--backfill", "3d", "--hours", "20"));

        JsonNode end = events.get(events.size() - 1);
        assertThat(end.get("event").textValue()).isEqualTo("end");
        assertThat(end.get("ended").booleanValue()).isTrue();
        assertThat(events).anyMatch(event -> event.path("history").booleanValue());
        List<JsonNode> present = events.stream()
                .filter(event -> event.has("history") && !event.get("history").booleanValue())
                .toList();
        assertThat(present).hasSizeBetween(19, 20);
        assertThat(present).allMatch(event -> event.get("lateSeconds").doubleValue() >= 0);
        reached = Instant.parse(end.get("nextTimePoint").textValue());
        assertEachOnce();
    }

    @Test
    @Order(2)
    void shouldResumeAtItsSimulatedTimeWhenItIsKilledInThePresent() throws Exception {
        for (int kill = 0; kill < KILLS; kill++) {
            assertThat(KilledCli.run(live(), 1 + random.nextInt(ACKNOWLEDGEMENTS / KILLS), folder))
                    .as("kill %s, seed %s", kill, seed)
                    .isTrue();
        }

        List<JsonNode> events =
                run(live("--until", reached.plus(Duration.ofDays(2)).toString()));

        assertThat(events.get(0).path("history").booleanValue()).isFalse();
        reached = reached.plus(Duration.ofDays(2));
        assertThat(events.get(events.size() - 1).get("nextTimePoint").textValue())
                .isEqualTo(reached.toString());
        assertEachOnce();
    }

    /** Read raw: every miner has every time point from the first to the last once. */
    private void assertEachOnce() {
        List<String> found = RawTopic.read(SharedPipeline.connections(), "miner-telemetry").stream()
                .map(record -> ByteBuffer.wrap(record.key()).getInt() + " " + Instant.ofEpochMilli(record.timestamp()))
                .filter(reading -> reading.startsWith("8500"))
                .sorted()
                .toList();
        start = start == null ? runs().get(0).getFrom() : start;
        List<String> expected = new ArrayList<>();
        for (int miner = FIRST_MINER; miner < FIRST_MINER + MINERS; miner++) {
            for (Instant time = start; time.isBefore(reached); time = time.plus(Duration.ofHours(1))) {
                expected.add(miner + " " + time);
            }
        }
        assertThat(found).as("seed %s", seed).isEqualTo(expected);
    }

    private static List<SimulationRun> runs() {
        return runs(SITE);
    }

    private static List<SimulationRun> runs(String site) {
        Connections connections = SharedPipeline.connections();
        return RunHistoryReader.readToEnd(connections.kafkaProperties(), connections.topics())
                .of(Integer.parseInt(site));
    }

    @Test
    @Order(3)
    void shouldLeaveBitExactRunsInTopicAndTable() {
        assertThat(runs()).hasSizeGreaterThanOrEqualTo(5).allSatisfy(run -> {
            assertThat(run.getState()).isEqualTo(RunState.COMPLETED);
            assertThat(run.getLive()).isTrue();
        });

        for (SimulationRun run : runs()) {
            String[] exact = {"verify", "--site-id", SITE, "--exact", "--run", run.getRunId(), "--topic"};
            Cli topic = Cli.onSharedPipeline(exact);
            assertThat(topic.exitCode()).as(topic.out() + topic.err()).isZero();
            String[] table = {"verify", "--site-id", SITE, "--exact", "--run", run.getRunId()};
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                Cli compared = Cli.onSharedPipeline(table);
                assertThat(compared.exitCode())
                        .as(compared.out() + compared.err())
                        .isZero();
            });
        }
    }

    @Test
    @Order(4)
    void shouldGetAVerdictForEachDayThatPasses() throws Exception {
        Connections connections = SharedPipeline.connections();
        VerdictReader verdicts =
                new VerdictReader(connections.topics(), connections.kafkaProperties(), connections.kafkaProperties());

        for (SimulationRun run : runs()) {
            List<WindowVerdict> found =
                    verdicts.await(new RunId(run.getRunId()), 1, Duration.ofSeconds(60), (so, far) -> {});
            assertThat(found).allMatch(WindowVerdict::getPassed).hasSize(1);
        }
    }

    @Test
    @Order(5)
    void shouldHaveNothingLeftToDoAtItsEnd() {
        Cli again = Cli.run(live("--until", reached.toString()).stream()
                .map(argument -> argument.equals("json") ? "text" : argument)
                .toArray(String[]::new));

        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.out())
                .isEqualTo("MinerStream live: site 85, 0 time points, 0 records, 0 runs\nEnded before %s.\n"
                        .formatted(reached));
    }

    /** SIGTERM, as SIGINT is ignored by what a shell starts in the background, which may be this test. */
    @Test
    @Order(6)
    void shouldEndBetweenTwoTimePointsWhenItIsTerminated() throws Exception {
        initFleet("87", MINERS, 870_000);
        List<String> command = Cli.java(folder, "-XX:TieredStopAtLevel=1");
        command.addAll(liveAt("87"));
        Path err = folder.resolve("terminated.err");
        Process process =
                new ProcessBuilder(command).redirectError(err.toFile()).start();
        String last;
        try (BufferedReader out = process.inputReader()) {
            String timePoint = out.readLine();
            while (timePoint != null && !timePoint.contains("lateSeconds")) {
                timePoint = out.readLine();
            }
            assertThat(timePoint).as(() -> contentOf(err.toFile())).isNotNull();

            // Process.destroy() would close the streams, too.
            process.toHandle().destroy();

            last = out.lines().reduce(timePoint, (before, line) -> line);
            assertThat(process.waitFor()).as(() -> contentOf(err.toFile())).isEqualTo(143);
        } finally {
            process.destroyForcibly().waitFor();
        }

        JsonNode end = new ObjectMapper().readTree(last);
        assertThat(end.get("event").textValue()).isEqualTo("end");
        assertThat(end.get("ended").booleanValue()).isFalse();
        List<SimulationRun> runs = runs("87");
        RunProgress progress = runs.get(runs.size() - 1).getProgress();
        assertThat(progress.getCommittedRecords() % MINERS).isZero();
        assertThat(progress.getCommittedUntil().toString())
                .isEqualTo(end.get("nextTimePoint").textValue());
    }

    /** {@code live | head -1}: the rest of the session has nobody who reads it. */
    @Test
    @Order(7)
    void shouldEndBetweenTwoTimePointsWhenItsReaderHasGone() throws Exception {
        initFleet("88", MINERS, 880_000);
        List<String> command = Cli.java(folder, "-XX:TieredStopAtLevel=1");
        command.addAll(liveAt("88"));
        Path err = folder.resolve("unread.err");
        Process process =
                new ProcessBuilder(command).redirectError(err.toFile()).start();
        try {
            try (BufferedReader out = process.inputReader()) {
                assertThat(out.readLine()).as(() -> contentOf(err.toFile())).contains("\"timePoint\"");
            }
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }

        assertThat(process.exitValue()).as(() -> contentOf(err.toFile())).isEqualTo(141);
        assertThat(contentOf(err.toFile())).doesNotContain("minerstream live:");
        List<SimulationRun> runs = runs("88");
        assertThat(runs.get(runs.size() - 1).getProgress().getCommittedRecords() % MINERS)
                .isZero();
    }

    @Test
    @Order(8)
    void shouldRefuseHistoryWithAHoleBeforeItAndOtherReadings() {
        initFleet("86", 5, 860_000);
        Cli day = Cli.onSharedPipeline("generate", "--site-id", "86", "--no-wait");
        assertThat(day.exitCode()).as(day.err()).isZero();

        Cli hole = Cli.onSharedPipeline("live", "--site-id", "86", "--backfill", "30d", "--hours", "1");

        assertThat(hole.exitCode()).isEqualTo(1);
        assertThat(hole.out()).isEmpty();
        assertThat(hole.err())
                .startsWith("minerstream live: site_id=86: readings must be gapless, but there are some from ")
                .contains("`minerstream generate --from ", "closes the gap");
    }
}
