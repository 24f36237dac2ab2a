package io.minerstream.it;

import static io.minerstream.it.DatabaseAlone.column;
import static io.minerstream.it.DatabaseAlone.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.minerstream.avro.SimulationRun;
import io.minerstream.connect.sink.ConnectorDefinition;
import io.minerstream.connect.sink.Sink;
import io.minerstream.connect.sink.SinkDeployment;
import io.minerstream.connect.sink.SinkKind;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.replay.Regeneration;
import io.minerstream.pipeline.replay.RegenerationOutcome;
import io.minerstream.pipeline.replay.RegenerationPlan;
import io.minerstream.pipeline.replay.Replay;
import io.minerstream.pipeline.replay.ReplayListener;
import io.minerstream.pipeline.replay.ReplayOutcome;
import io.minerstream.pipeline.replay.ReplayPlan;
import io.minerstream.pipeline.replay.ReplayTarget;
import io.minerstream.pipeline.run.PipelineListener;
import io.minerstream.pipeline.sink.SinkLag;
import io.minerstream.pipeline.verify.RunLookup;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.run.TimeRange;
import io.minerstream.schemas.topic.KafkaFutures;
import io.minerstream.schemas.topic.TopicNames;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A run lands again, from its topic by both kinds of sinks, or generated from its seed. */
@Tag("long")
@ExtendWith(SharedPipeline.class)
class ReplayCommandIT {

    private static final String ROWS =
            "SELECT miner_id || ' ' || recorded_at || ' ' || xmin FROM miner_telemetry ORDER BY 1";
    private static final Instant FIRST_DAY = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant SECOND_DAY = Instant.parse("2026-01-02T00:00:00Z");

    /**
     * A site of three miners with topics, tables and a connector of its own.
     *
     * @param name of the schema; prefix of the topics
     */
    private record Place(String name, int site) {

        TopicNames topics() {
            return new TopicNames(name + "-");
        }

        String connector() {
            return name + "-it";
        }

        Connections connections() {
            return SharedPipeline.connections(topics(), name);
        }

        Cli command(String... arguments) {
            List<String> all = new ArrayList<>(List.of(arguments));
            all.addAll(SharedPipeline.options());
            all.addAll(List.of("--topic-prefix", topics().prefix()));
            all.set(
                    all.indexOf("--database-url") + 1,
                    SharedPipeline.endpoints().jdbcUrl() + "?currentSchema=" + name);
            return Cli.run(all.toArray(String[]::new));
        }

        void run(String... arguments) {
            Cli result = command(arguments);
            assertThat(result.exitCode()).as(result.err() + result.out()).isZero();
        }

        void generate(Instant day, String... more) {
            List<String> all = new ArrayList<>(List.of("generate", "--site-id", "" + site));
            all.addAll(List.of("--from", day.toString(), "--hours", "24", "--no-wait"));
            all.addAll(List.of("--partitions", "2", "--replication-factor", "1"));
            Collections.addAll(all, more);
            run(all.toArray(String[]::new));
        }

        void deploy(SinkKind kind) {
            ConnectorDefinition definition = Sink.TELEMETRY.definition(
                    connector(), kind, SharedPipeline.sinkEnvironment(connections(), name), Map.of());
            new SinkDeployment(connections().connect())
                    .deployAll(List.of(definition), Duration.ofSeconds(60), () -> true);
        }

        /** Two runs of a day each, landed. Where nothing is committed yet, a replay begins at the topic's beginning. */
        void setUp(Connection database) throws SQLException {
            execute(database, "CREATE SCHEMA " + name);
            execute(database, "SET search_path = " + name);
            run("sink", "ddl", "--apply");
            run("fleet", "init", "--site-id", "" + site, "--miners", "3", "--first-miner-id", site + "000");
            generate(FIRST_DAY);
            generate(SECOND_DAY);
            deploy(SinkKind.COPY);
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(column(database, ROWS)).hasSize(144));
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> SinkLag.of(connections(), connector(), topics().telemetry())
                                    .behind()
                            == 0);
        }

        /** Ids of the runs, the oldest first. */
        List<String> runs() {
            return new RunLookup(connections())
                    .history().of(site).stream().map(SimulationRun::getRunId).toList();
        }

        /** As retention does. */
        void deleteRecords() {
            try (Admin admin = connections().openAdmin()) {
                KafkaFutures.get(
                        admin.deleteRecords(RawTopic.logEnds(connections(), topics().telemetry()).entrySet().stream()
                                        .collect(Collectors.toMap(
                                                Map.Entry::getKey,
                                                end -> RecordsToDelete.beforeOffset(end.getValue()))))
                                .all());
            }
        }
    }

    @Test
    void shouldLandARangeAgainAndLeaveWhatIsThere() throws Exception {
        Place place = new Place("replay", 8811);
        Connections connections = place.connections();
        try (Connection database = SharedPipeline.database()) {
            place.setUp(database);
            Replay replay = new Replay(connections, place.connector());
            ReplayTarget day = ReplayTarget.ofRange(
                    connections, place.site(), TimeRange.hourly(SECOND_DAY, SECOND_DAY.plus(Duration.ofHours(24))));
            // Nobody reads the topic from its beginning: this row does not come back.
            execute(database, "DELETE FROM miner_telemetry WHERE recorded_at = '2026-01-01T05:00:00Z'");

            for (SinkKind kind : List.of(SinkKind.COPY, SinkKind.DEBEZIUM)) {
                place.deploy(kind);
                execute(database, "DELETE FROM miner_telemetry WHERE recorded_at >= '2026-01-02T07:00:00Z'");

                ReplayOutcome outcome = replay.execute(replay.plan(day), new ReplayListener() {});

                assertThat(outcome.passed()).as("%s: %s", kind, outcome).isTrue();
                assertThat(outcome.reports()).hasSize(1);
                assertThat(column(database, ROWS)).as("with %s", kind).hasSize(141);
            }

            place.deploy(SinkKind.COPY);
            List<String> rows = column(database, ROWS);
            ReplayPlan run = replay.plan(ReplayTarget.ofLatest(connections, place.site()));
            assertThat(run.offsets()).isBetween(72L, 72L + 2 * 2);
            assertThat(replay.execute(run, new ReplayListener() {}).passed()).isTrue();
            assertThat(column(database, ROWS)).isEqualTo(rows);

            Cli dry = place.command("replay", "--dry-run", "--site-id", "8811", "--output", "json");
            assertThat(dry.exitCode()).as(dry.err()).isZero();
            // The connector that is deployed by default has read nothing of this topic.
            assertThat(dry.json().path("offsets").asLong()).isGreaterThanOrEqualTo(144);
            String key = column(
                            database,
                            "SELECT conname FROM pg_constraint WHERE conrelid = 'miner_telemetry'::regclass AND contype IN ('p', 'u')")
                    .get(0);
            execute(database, "ALTER TABLE miner_telemetry DROP CONSTRAINT " + key);
            Cli refused = place.command("replay", "--site-id", "8811", "--from", "2026-01-02", "--hours", "24");
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.err()).contains("miner_telemetry: must have a unique key on (miner_id, recorded_at)");
        } finally {
            connections.connect().delete(place.connector());
        }
    }

    @Test
    void shouldGenerateAgainWhatTheTopicHasLost() throws Exception {
        Place place = new Place("regenerate", 8812);
        Connections connections = place.connections();
        try (Connection database = SharedPipeline.database()) {
            place.setUp(database);
            List<String> runs = place.runs();
            place.deleteRecords();
            execute(database, "DELETE FROM miner_telemetry WHERE recorded_at >= '2026-01-01T07:00:00Z'");
            // A row that is there, and wrong: the number of rows does not tell that the sink has read all.
            execute(database, "UPDATE miner_telemetry SET hashrate = -1 WHERE recorded_at = '2026-01-01T03:00:00Z'");
            Cli lost = place.command("replay", "--dry-run", "--run", runs.get(0));
            assertThat(lost.out()).contains("land again only with --regenerate");

            Cli dry = place.command(
                    "replay",
                    "--regenerate",
                    "--dry-run",
                    "--site-id",
                    "8812",
                    "--from",
                    "2026-01-01",
                    "--hours",
                    "48",
                    "--output",
                    "json");
            assertThat(dry.exitCode()).as(dry.err() + dry.out()).isZero();
            assertThat(dry.json().path("regenerated"))
                    .extracting(run -> run.path("of").asText())
                    .isEqualTo(runs);
            assertThat(dry.json().path("records").asLong()).isEqualTo(144);
            assertThat(place.runs()).as("runs after --dry-run").isEqualTo(runs);

            Regeneration regeneration = new Regeneration(connections, Clock.systemUTC(), place.connector());
            TimeRange range = TimeRange.hourly(FIRST_DAY, FIRST_DAY.plus(Duration.ofHours(48)));
            RegenerationOutcome outcome = regeneration.execute(
                    regeneration.plan(ReplayTarget.ofRange(connections, place.site(), range)),
                    PipelineListener.NONE,
                    new ReplayListener() {});

            assertThat(outcome.passed()).as(outcome.toString()).isTrue();
            assertThat(outcome.records()).isEqualTo(144);
            assertThat(column(database, ROWS)).hasSize(144);
            place.run("verify", "--exact", "--run", runs.get(0));
            assertThat(place.runs()).hasSize(4).startsWith(runs.get(0), runs.get(1));
            // The new runs have the same readings: they replace no row of the old ones, and land in their place.
            assertThat(regeneration
                            .plan(ReplayTarget.ofRun(connections, new RunId(runs.get(0))))
                            .findings())
                    .isEmpty();
            RegenerationPlan again = regeneration.plan(ReplayTarget.ofRange(connections, place.site(), range));
            assertThat(again.runs())
                    .extracting(run -> run.original().runId())
                    .isEqualTo(place.runs().subList(2, 4));

            place.generate(FIRST_DAY, "--force", "--seed", "7");
            String other = place.runs().get(4);
            for (String way : List.of("--lang=en", "--regenerate")) {
                Cli refused = place.command("replay", way, "--run", runs.get(0));
                assertThat(refused.exitCode()).as(refused.err()).isEqualTo(1);
                assertThat(refused.err())
                        .contains("1 finding, nothing was written:")
                        .contains("run %s: must be the last run of its range, got run %s from %s to %s after it"
                                .formatted(runs.get(0), other, FIRST_DAY, SECOND_DAY));
            }
            assertThat(place.runs()).hasSize(5);
        } finally {
            connections.connect().delete(place.connector());
        }
    }

    @Test
    void shouldGenerateARunAgainFromTheCommandLine() throws Exception {
        Cli.onSharedPipeline("fleet", "init", "--site-id", "8813", "--miners", "3", "--first-miner-id", "8813000");
        Cli generated = Cli.onSharedPipeline(
                "generate", "--site-id", "8813", "--from", FIRST_DAY.toString(), "--hours", "24", "--output", "json");
        assertThat(generated.exitCode()).as(generated.err()).isZero();
        String run = generated.json().path("runId").asText();
        try (Connection database = SharedPipeline.database()) {
            execute(database, "DELETE FROM miner_telemetry WHERE miner_id = 8813001");
        }

        Cli replay = Cli.onSharedPipeline("replay", "--run", run, "--regenerate", "--output", "json");

        assertThat(replay.exitCode()).as(replay.err() + replay.out()).isZero();
        JsonNode result = replay.json();
        assertThat(result.path("passed").asBoolean()).isTrue();
        assertThat(result.path("records").asLong()).isEqualTo(72);
        assertThat(result.path("regenerated").path(0).path("of").asText()).isEqualTo(run);
        assertThat(result.path("regenerated").path(0).path("runId").asText()).isNotEqualTo(run);
    }
}
