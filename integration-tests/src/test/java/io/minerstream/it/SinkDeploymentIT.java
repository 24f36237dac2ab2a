package io.minerstream.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.minerstream.avro.MinerTelemetry;
import io.minerstream.connect.rest.ConnectorStatus;
import io.minerstream.connect.sink.ConnectorDefinition;
import io.minerstream.connect.sink.Sink;
import io.minerstream.connect.sink.SinkControl;
import io.minerstream.connect.sink.SinkDeployment;
import io.minerstream.connect.sink.SinkDeploymentException;
import io.minerstream.connect.sink.SinkEnvironment;
import io.minerstream.connect.sink.SinkKind;
import io.minerstream.connect.warehouse.Check;
import io.minerstream.connect.warehouse.CheckOffender;
import io.minerstream.connect.warehouse.CheckResult;
import io.minerstream.connect.warehouse.SinkTables;
import io.minerstream.connect.warehouse.WarehouseChecks;
import io.minerstream.connect.warehouse.WarehouseException;
import io.minerstream.connect.warehouse.WarehouseSchema;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.setup.Preparation;
import io.minerstream.pipeline.setup.TopicSettings;
import io.minerstream.pipeline.sink.FirstCommits;
import io.minerstream.pipeline.sink.SinkLag;
import io.minerstream.schemas.run.TimeRange;
import io.minerstream.schemas.serde.AvroRecordSerializer;
import io.minerstream.schemas.topic.RecordKey;
import io.minerstream.schemas.topic.TopicNames;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sinks on tables of another schema, and on tables that refuse rows. */
@ExtendWith(SharedPipeline.class)
class SinkDeploymentIT {

    private static final TopicNames TOPICS = new TopicNames("sink-deployment-");
    private static final List<String> TABLES = List.of(Sink.TELEMETRY.table(), Sink.STRATEGIES.table());
    private static final String CONNECTOR = "sink-deployment-it";
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int MINER = 991_000_000;
    private static final Instant TIME = Instant.parse("2019-04-01T00:00:00Z");

    @Test
    void shouldUseTheSchemaOfTheAddressAndFailWhereItsTableRefusesTheFirstRecord() throws Exception {
        execute("CREATE SCHEMA sink_deployment");
        Connections connections = SharedPipeline.connections(TOPICS, "sink_deployment");
        try (Connection database = connections.warehouse().open();
                Statement sql = database.createStatement()) {
            WarehouseSchema.create(database);
            assertThat(WarehouseSchema.name(database)).isEqualTo("sink_deployment");
            SinkTables tables = new SinkTables(database);
            assertThat(tables.findings(TABLES)).as("of our own tables").isEmpty();
            sql.execute(
                    "ALTER TABLE miner_telemetry ADD CONSTRAINT \"To Miners\" FOREIGN KEY (miner_id) REFERENCES hosting_miners");
            assertThat(tables.findings(TABLES))
                    .containsExactly("miner_telemetry: constraint To Miners (FOREIGN KEY (miner_id) REFERENCES "
                            + "hosting_miners(id)) refuses rows within the sink's limits, and one of them would stop the sink; "
                            + "ALTER TABLE miner_telemetry DROP CONSTRAINT \"To Miners\";");
            Preparation.ofAll(connections, new TopicSettings(2, (short) 1), null)
                    .prepare();
            RawTopic.send(connections, List.of(reading(connections, TIME)));

            assertThatExceptionOfType(SinkDeploymentException.class)
                    .isThrownBy(() -> deploy(connections))
                    .withMessageContaining(": all tasks must run, got")
                    .withMessageContaining("violates foreign key constraint \"To Miners\"");
            // And so each time.
            assertThatExceptionOfType(SinkDeploymentException.class)
                    .isThrownBy(() -> deploy(connections))
                    .withMessageContaining("violates foreign key constraint \"To Miners\"");

            // The record goes from a task that has failed to the other one.
            await().atMost(TIMEOUT).untilAsserted(() -> assertThat(connections
                            .connect()
                            .status(CONNECTOR)
                            .orElseThrow()
                            .tasks())
                    .allMatch(task -> task.part().hasFailed()));
            sql.execute("ALTER TABLE miner_telemetry DROP CONSTRAINT \"To Miners\"");
            assertThat(deploy(connections)).allMatch(ConnectorStatus::isRunning);
            await().atMost(TIMEOUT).untilAsserted(() -> assertThat(rows(sql)).isEqualTo(1));
            shouldPauseResumeRestartAndDelete(connections, sql);
            assertThat(new WarehouseChecks(database)
                            .run(1, new TimeRange(TIME, TIME.plus(Duration.ofHours(2)), Duration.ofHours(1)))
                            .checks())
                    .first()
                    .isEqualTo(new CheckResult(
                            Check.KNOWN_MINERS,
                            CheckResult.Outcome.WARN,
                            1,
                            List.of(new CheckOffender.UnknownMiner(MINER, 2))));
        } finally {
            connections.connect().delete(CONNECTOR);
        }
        assertThat(SharedPipeline.query("SELECT count(*) FROM public.miner_telemetry WHERE miner_id = " + MINER))
                .isEqualTo("0");
    }

    private static void shouldPauseResumeRestartAndDelete(Connections connections, Statement sql) throws SQLException {
        SinkControl control = new SinkControl(connections.connect(), TIMEOUT);
        List<String> names = List.of(CONNECTOR);
        await().atMost(TIMEOUT).until(() -> lag(connections).behind(), behind -> behind == 0);

        assertThat(control.pause(names)).hasSize(1).allMatch(ConnectorStatus::isPaused);
        RawTopic.sendInTransaction(connections, CONNECTOR, List.of(reading(connections, TIME.plusSeconds(3600))));
        // The broker writes the marker after it has answered the producer.
        await("a record and a marker")
                .atMost(TIMEOUT)
                .until(() -> lag(connections).behind(), behind -> behind == 2);

        assertThat(control.resume(names)).hasSize(1).allMatch(ConnectorStatus::isRunning);
        await().atMost(TIMEOUT).until(() -> lag(connections).behind(), behind -> behind == 0);
        assertThat(lag(connections).partitions())
                .as("of the marker alone nothing is left to read")
                .anyMatch(partition -> partition.committed() != null && partition.committed() < partition.end());
        assertThat(rows(sql)).isEqualTo(2);

        assertThat(control.restart(names)).hasSize(1).allMatch(ConnectorStatus::isRunning);
        assertThat(control.delete(CONNECTOR)).isTrue();
        assertThat(control.delete(CONNECTOR)).isFalse();
        assertThat(lag(connections).behind()).as("its offsets stay").isZero();
    }

    private static SinkLag lag(Connections connections) {
        return SinkLag.of(connections, CONNECTOR, TOPICS.telemetry());
    }

    private static int rows(Statement sql) throws SQLException {
        try (ResultSet row = sql.executeQuery("SELECT count(*) FROM sink_deployment.miner_telemetry")) {
            row.next();
            return row.getInt(1);
        }
    }

    @Test
    void shouldFindWhatATableOfSomeoneElseRefuses() throws SQLException {
        execute("CREATE SCHEMA sink_findings");
        try (Connection database = SharedPipeline.connections(TOPICS, "sink_findings")
                        .warehouse()
                        .open();
                Statement sql = database.createStatement()) {
            sql.execute(
                    """
                    CREATE TABLE miner_telemetry (
                        id serial PRIMARY KEY, miner_id integer NOT NULL, hashrate numeric(10, 2) NOT NULL,
                        power_consumption double precision NOT NULL CHECK (power_consumption < 10000),
                        temperature real NOT NULL, fan_speed smallint CHECK (fan_speed >= 0), accepted_shares integer,
                        rejected_shares numeric, recorded_at timestamp NOT NULL, firmware text NOT NULL,
                        quality text NOT NULL DEFAULT 'good')""");
            WarehouseSchema.create(database);

            assertThat(new SinkTables(database).findings(TABLES))
                    .containsExactly(
                            WITHOUT_KEY,
                            narrow("hashrate", "numeric(10,2)", "double precision"),
                            narrow("temperature", "real", "double precision"),
                            narrow("fan_speed", "smallint", "integer"),
                            narrow("accepted_shares", "integer", "bigint"),
                            required("temperature", "NULL where there is no reading"),
                            required("firmware", "no value of it"));
            sql.execute("ALTER TABLE miner_telemetry ALTER hashrate TYPE float8, ALTER temperature TYPE float8, "
                    + "ALTER temperature DROP NOT NULL, ALTER fan_speed TYPE int, ALTER accepted_shares TYPE bigint, "
                    + "DROP COLUMN firmware");
            assertThat(new SinkTables(database).findings(TABLES))
                    .containsExactly(
                            WITHOUT_KEY,
                            "miner_telemetry: constraint miner_telemetry_power_consumption_check (CHECK "
                                    + "((power_consumption < (10000)::double precision))) refuses rows within the sink's limits, and "
                                    + "one of them would stop the sink; ALTER TABLE miner_telemetry DROP CONSTRAINT "
                                    + "miner_telemetry_power_consumption_check;");
        }
    }

    private static final String WITHOUT_KEY =
            "miner_telemetry: must have a unique key on (miner_id, recorded_at) for upserts, has none; "
                    + "`minerstream sink ddl --upgrade` shows the SQL that adds it, and with --apply runs it";

    private static String narrow(String column, String type, String wanted) {
        return "miner_telemetry." + column + ": must take every value within the sink's limits, got " + type
                + ", and another value would stop the sink; ALTER TABLE miner_telemetry ALTER COLUMN " + column
                + " TYPE "
                + wanted + ";";
    }

    private static String required(String column, String written) {
        return "miner_telemetry." + column + ": is NOT NULL, and the sink writes " + written
                + ", so that it would stop the sink; ALTER TABLE miner_telemetry ALTER COLUMN " + column
                + " DROP NOT NULL;";
    }

    @Test
    void shouldNameTheSchemaThatDoesNotExist() throws SQLException {
        try (Connection database =
                SharedPipeline.connections(TOPICS, "absent").warehouse().open()) {
            assertThatExceptionOfType(WarehouseException.class)
                    .isThrownBy(() -> WarehouseSchema.create(database))
                    .withMessage(
                            "database schema: one of search_path (currentSchema of the JDBC URL) must exist, got absent; "
                                    + "create it with: CREATE SCHEMA absent;");
        }
    }

    @Test
    void shouldPrintLagOfTheUsualSinksAsJson() throws Exception {
        Cli result = Cli.onSharedPipeline("sink", "lag", "--output", "json");

        assertThat(result.exitCode()).as(result.err()).isZero();
        JsonNode document = JsonMapper.builder().build().readTree(result.out());
        assertThat(document.path("connectors")).hasSize(2);
        assertThat(document.at("/connectors/0/partitions")).hasSize(6);
        assertThat(document.path("behind").isIntegralNumber()).isTrue();
    }

    @Test
    void shouldPrintConnectorsAndDeadLettersAsJson() throws Exception {
        Cli result = Cli.onSharedPipeline("sink", "status", "--output", "json");

        assertThat(result.exitCode()).as(result.err()).isZero();
        JsonNode document = JsonMapper.builder().build().readTree(result.out());
        assertThat(document.path("connectors")).hasSize(2);
        assertThat(document.at("/connectors/0/sink").asText()).isEqualTo(SharedPipeline.SINK.word());
        assertThat(document.at("/deadLetters/topic").asText()).isEqualTo("miner-telemetry-dlq");
        assertThat(document.at("/deadLetters/count").isIntegralNumber()).isTrue();
    }

    private static List<ConnectorStatus> deploy(Connections connections) {
        SinkEnvironment environment = SharedPipeline.sinkEnvironment(connections, "sink_deployment");
        List<ConnectorDefinition> connectors =
                List.of(Sink.TELEMETRY.definition(CONNECTOR, SinkKind.DEBEZIUM, environment, Map.of()));
        try (FirstCommits commits = new FirstCommits(connections, connectors)) {
            return new SinkDeployment(connections.connect()).deployAll(connectors, TIMEOUT, commits::areThere);
        }
    }

    private static void execute(String statement) throws SQLException {
        try (Connection database = SharedPipeline.database();
                Statement sql = database.createStatement()) {
            sql.execute(statement);
        }
    }

    private static ProducerRecord<byte[], byte[]> reading(Connections connections, Instant time) {
        try (AvroRecordSerializer<MinerTelemetry> serializer = new AvroRecordSerializer<>()) {
            serializer.configure(connections.kafkaProperties(), false);
            MinerTelemetry reading = MinerTelemetry.newBuilder()
                    .setMinerId(MINER)
                    .setHashrate(108.25)
                    .setPowerConsumption(3_190.5)
                    .setRecordedAt(time)
                    .build();
            return new ProducerRecord<>(
                    TOPICS.telemetry(), RecordKey.of(MINER), serializer.serialize(TOPICS.telemetry(), reading));
        }
    }
}
