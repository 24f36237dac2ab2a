package io.minerstream.it;

import static io.minerstream.it.DatabaseAlone.column;
import static io.minerstream.it.DatabaseAlone.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minerstream.connect.sink.ConnectorDefinition;
import io.minerstream.connect.sink.Sink;
import io.minerstream.connect.sink.SinkDeployment;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.schemas.topic.TopicNames;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A run across the end of a month, into a table with monthly partitions. */
@Tag("sink")
@ExtendWith(SharedPipeline.class)
class PartitionedSinkIT {

    private static final String PREFIX = "partitioned-";
    private static final String SCHEMA = "partitioned";
    private static final String CONNECTOR = "partitioned-it";

    private static Cli run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(SharedPipeline.options());
        all.addAll(List.of("--topic-prefix", PREFIX));
        all.set(all.indexOf("--database-url") + 1, url());
        Cli result = Cli.run(all.toArray(String[]::new));
        assertThat(result.exitCode()).as(result.err() + result.out()).isZero();
        return result;
    }

    private static String url() {
        return SharedPipeline.endpoints().jdbcUrl() + "?currentSchema=" + SCHEMA;
    }

    @Test
    void shouldLandInTheMonthsThatTheRunHasMade() throws Exception {
        try (Connection database = SharedPipeline.database()) {
            execute(database, "CREATE SCHEMA " + SCHEMA);
            execute(database, "SET search_path = " + SCHEMA);
            run("sink", "ddl", "--partition-by", "month", "--apply");
            run("fleet", "init", "--site-id", "8801", "--miners", "3", "--first-miner-id", "8801000");

            String[] generate = {
                "generate", "--site-id", "8801", "--from", "2026-01-31T12:00:00Z", "--hours", "24", "--no-wait"
            };
            String[] dry = Arrays.copyOf(generate, generate.length + 1);
            dry[generate.length] = "--dry-run";
            assertThat(run(dry).out()).containsPattern("partitions to create +2026-01, 2026-02\n");

            run(generate);
            assertThat(run(
                                    "generate",
                                    "--site-id",
                                    "8801",
                                    "--from",
                                    "2026-02-10",
                                    "--hours",
                                    "24",
                                    "--dry-run",
                                    "--no-wait")
                            .out())
                    .doesNotContain("partitions to create");

            Connections connections = Connections.of(
                    new HashMap<>(SharedPipeline.connections().kafkaProperties()),
                    SharedPipeline.connections().warehouse(),
                    new TopicNames(PREFIX));
            ConnectorDefinition connector = Sink.TELEMETRY.definition(
                    CONNECTOR, SharedPipeline.SINK, SharedPipeline.sinkEnvironment(connections, SCHEMA), Map.of());
            new SinkDeployment(SharedPipeline.connections().connect())
                    .deployAll(List.of(connector), Duration.ofSeconds(60), () -> true);
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(
                            column(
                                    database,
                                    "SELECT tableoid::regclass || ' ' || count(*) FROM miner_telemetry GROUP BY tableoid ORDER BY 1"))
                    .containsExactly("miner_telemetry_2026_01 36", "miner_telemetry_2026_02 36"));
            assertThat(run("verify", "--exact", "--site-id", "8801").out()).contains("PASS");
            run("verify", "--site-id", "8801");
        } finally {
            SharedPipeline.connections().connect().delete(CONNECTOR);
        }
    }
}
