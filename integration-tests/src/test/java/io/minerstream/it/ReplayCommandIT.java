package io.minerstream.it;

import static io.minerstream.it.DatabaseAlone.column;
import static io.minerstream.it.DatabaseAlone.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minerstream.connect.rest.ConnectorStatus;
import io.minerstream.connect.sink.ConnectorDefinition;
import io.minerstream.connect.sink.Sink;
import io.minerstream.connect.sink.SinkDeployment;
import io.minerstream.connect.sink.SinkKind;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.replay.Replay;
import io.minerstream.pipeline.replay.ReplayListener;
import io.minerstream.pipeline.replay.ReplayOutcome;
import io.minerstream.pipeline.replay.ReplayPlan;
import io.minerstream.pipeline.replay.ReplayTarget;
import io.minerstream.pipeline.sink.SinkLag;
import io.minerstream.pipeline.verify.RunLookup;
import io.minerstream.schemas.run.TimeRange;
import io.minerstream.schemas.topic.TopicNames;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A run lands again from its topic, by both kinds of sinks. */
@Tag("long")
@ExtendWith(SharedPipeline.class)
class ReplayCommandIT {

    private static final TopicNames TOPICS = new TopicNames("replay-");
    private static final String SCHEMA = "replay";
    private static final String CONNECTOR = "replay-it";
    private static final int SITE = 8811;
    private static final String ROWS =
            "SELECT miner_id || ' ' || recorded_at || ' ' || xmin FROM miner_telemetry ORDER BY 1";

    private static Cli command(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(SharedPipeline.options());
        all.addAll(List.of("--topic-prefix", TOPICS.prefix()));
        all.set(all.indexOf("--database-url") + 1, SharedPipeline.endpoints().jdbcUrl() + "?currentSchema=" + SCHEMA);
        return Cli.run(all.toArray(String[]::new));
    }

    private static void run(String... arguments) {
        Cli result = command(arguments);
        assertThat(result.exitCode()).as(result.err() + result.out()).isZero();
    }

    private static List<ConnectorStatus> deploy(Connections connections, SinkKind kind) {
        ConnectorDefinition connector = Sink.TELEMETRY.definition(
                CONNECTOR, kind, SharedPipeline.sinkEnvironment(connections, SCHEMA), Map.of());
        return new SinkDeployment(connections.connect())
                .deployAll(List.of(connector), Duration.ofSeconds(60), () -> true);
    }

    private static void generate(String day) {
        run(
                "generate",
                "--site-id",
                "" + SITE,
                "--from",
                day,
                "--hours",
                "24",
                "--no-wait",
                "--partitions",
                "2",
                "--replication-factor",
                "1");
    }

    @Test
    void shouldLandARangeAgainAndLeaveWhatIsThere() throws Exception {
        Connections connections = SharedPipeline.connections(TOPICS, SCHEMA);
        try (Connection database = SharedPipeline.database()) {
            execute(database, "CREATE SCHEMA " + SCHEMA);
            execute(database, "SET search_path = " + SCHEMA);
            run("sink", "ddl", "--apply");
            run("fleet", "init", "--site-id", "" + SITE, "--miners", "3", "--first-miner-id", "8811000");
            generate("2026-01-01T00:00:00Z");
            generate("2026-01-02T00:00:00Z");
            deploy(connections, SinkKind.COPY);
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(column(database, ROWS)).hasSize(144));
            // Where nothing is committed yet, a replay begins at the topic's beginning.
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> SinkLag.of(connections, CONNECTOR, TOPICS.telemetry())
                                    .behind()
                            == 0);
            Replay replay = new Replay(connections, CONNECTOR);
            Instant second = Instant.parse("2026-01-02T00:00:00Z");
            ReplayTarget day =
                    ReplayTarget.of(connections, SITE, TimeRange.hourly(second, second.plus(Duration.ofHours(24))));
            // Nobody reads the topic from its beginning: this row does not come back.
            execute(database, "DELETE FROM miner_telemetry WHERE recorded_at = '2026-01-01T05:00:00Z'");

            for (SinkKind kind : List.of(SinkKind.COPY, SinkKind.DEBEZIUM)) {
                deploy(connections, kind);
                execute(database, "DELETE FROM miner_telemetry WHERE recorded_at >= '2026-01-02T07:00:00Z'");

                ReplayOutcome outcome = replay.execute(replay.plan(day), new ReplayListener() {});

                assertThat(outcome.passed()).as("%s: %s", kind, outcome).isTrue();
                assertThat(outcome.reports()).hasSize(1);
                assertThat(column(database, ROWS)).as("with %s", kind).hasSize(141);
            }

            deploy(connections, SinkKind.COPY);
            List<String> rows = column(database, ROWS);
            ReplayPlan run = replay.plan(ReplayTarget.of(new RunLookup(connections).latestOf(SITE)));
            assertThat(run.offsets()).isBetween(72L, 72L + 2 * 2);
            assertThat(replay.execute(run, new ReplayListener() {}).passed()).isTrue();
            assertThat(column(database, ROWS)).isEqualTo(rows);

            Cli dry = command("replay", "--dry-run", "--site-id", "" + SITE, "--output", "json");
            assertThat(dry.exitCode()).as(dry.err()).isZero();
            // The connector that is deployed by default has read nothing of this topic.
            assertThat(dry.json().path("offsets").asLong()).isGreaterThanOrEqualTo(144);
            String key = column(
                            database,
                            "SELECT conname FROM pg_constraint WHERE conrelid = 'miner_telemetry'::regclass AND contype IN ('p', 'u')")
                    .get(0);
            execute(database, "ALTER TABLE miner_telemetry DROP CONSTRAINT " + key);
            Cli refused = command("replay", "--site-id", "" + SITE, "--from", "2026-01-02", "--hours", "24");
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.err()).contains("miner_telemetry: must have a unique key on (miner_id, recorded_at)");
        } finally {
            SharedPipeline.connections().connect().delete(CONNECTOR);
        }
    }
}
