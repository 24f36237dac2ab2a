package io.minerstream.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minerstream.avro.MinerTelemetry;
import io.minerstream.connect.rest.ConnectorStatus;
import io.minerstream.connect.sink.ConnectorDefinition;
import io.minerstream.connect.sink.Sink;
import io.minerstream.connect.sink.SinkDeployment;
import io.minerstream.connect.sink.SinkKind;
import io.minerstream.it.copy.SmallDisk;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.setup.Preparation;
import io.minerstream.pipeline.setup.TopicSettings;
import io.minerstream.pipeline.sink.SinkLag;
import io.minerstream.schemas.serde.AvroRecordSerializer;
import io.minerstream.schemas.topic.RecordKey;
import io.minerstream.schemas.topic.TopicNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The COPY sink in a real worker, whatever {@link SharedPipeline#SINK} is: bad rows alone become dead letters, and what is not the rows'
 * fault is waited for. The tests of package {@code copy} drive a task alone.
 */
@ExtendWith(SharedPipeline.class)
class CopySinkInConnectIT {

    private static final int RECORDS = 10_000;
    private static final int BAD = 37;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Instant START = Instant.parse("2019-05-01T00:00:00Z");

    private static int tests;

    private final String name = "copy-sink-in-connect-" + ++tests;
    private final String schema = name.replace('-', '_');
    private final String table = schema + ".readings";
    private final Connections connections =
            Connections.embedded(SharedPipeline.endpoints(), new TopicNames(name + "-"));
    private final String topic = connections.topics().telemetry();
    private SmallDisk disk;

    private void execute(String... statements) throws SQLException {
        try (Connection database = SharedPipeline.database()) {
            for (String sql : statements) {
                DatabaseAlone.execute(database, sql);
            }
        }
    }

    /** The connector of the telemetry on a table of its own, without the limits that keep bad rows away from ours. */
    private void deploy(String tableOptions) throws SQLException {
        execute(
                "CREATE SCHEMA " + schema,
                "CREATE TABLE %s.miners (id integer PRIMARY KEY)".formatted(schema),
                "INSERT INTO %s.miners SELECT generate_series(0, 999)".formatted(schema),
                """
                CREATE TABLE %s (
                    miner_id integer CONSTRAINT known REFERENCES %s.miners,
                    hashrate double precision CONSTRAINT low CHECK (hashrate < 1e9),
                    power_consumption double precision CONSTRAINT number CHECK (power_consumption <> 'NaN'),
                    temperature double precision NOT NULL,
                    fan_speed smallint,
                    recorded_at timestamp,
                    accepted_shares bigint,
                    rejected_shares bigint) %s"""
                        .formatted(table, schema, tableOptions));
        Preparation.ofAll(connections, new TopicSettings(1, (short) 1), null).prepare();
        Map<String, String> config = new HashMap<>(Sink.TELEMETRY
                .definition(name, SinkKind.COPY, SharedPipeline.sinkEnvironment(connections, schema), Map.of())
                .config());
        config.keySet().removeIf(setting -> setting.startsWith("transforms") || setting.startsWith("pk."));
        config.putAll(Map.of(
                "table.name.format", table, "insert.mode", "insert", "tasks.max", "1", "retry.backoff.max.ms", "500"));
        new SinkDeployment(connections.connect())
                .deployAll(List.of(new ConnectorDefinition(name, config)), LIMIT, () -> true);
    }

    @AfterEach
    void clean() throws Exception {
        connections.connect().delete(name);
        execute("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
        if (disk != null) {
            execute("DROP TABLESPACE IF EXISTS " + schema);
            disk.unmount();
        }
    }

    /** The reading at an offset: its miner is the offset modulo 1000. */
    private static MinerTelemetry reading(int offset) {
        return MinerTelemetry.newBuilder()
                .setMinerId(offset % 1000)
                .setHashrate(offset / 8.0)
                .setPowerConsumption(3_190.5)
                .setTemperature(71.5)
                .setFanSpeed(4_820)
                .setRecordedAt(START.plus(Duration.ofHours(offset / 1000)))
                .setAcceptedShares(offset)
                .setRejectedShares(4)
                .build();
    }

    private static boolean isBad(int offset) {
        return offset % 270 == 5 && offset < BAD * 270;
    }

    /** Of each kind every fifth. */
    private static MinerTelemetry mixed(int offset) {
        MinerTelemetry reading = reading(offset);
        if (isBad(offset)) {
            switch (offset / 270 % 5) {
                case 0 -> reading.setMinerId(5_000);
                case 1 -> reading.setTemperature(null);
                case 2 -> reading.setHashrate(1e10);
                case 3 -> reading.setFanSpeed(40_000);
                default -> reading.setPowerConsumption(Double.NaN);
            }
        }
        return reading;
    }

    private String refusal(int offset) {
        return "table " + table + " refuses the row: SQLSTATE "
                + switch (offset / 270 % 5) {
                    case 0 -> "23503, column miner_id, value 5000: the row violates foreign key constraint \"known\"";
                    case 1 -> "23502, column temperature, value null: the column is NOT NULL";
                    case 2 -> "23514, column hashrate, value 1.0E10: the row violates check constraint \"low\"";
                    case 3 ->
                        "22003, column fan_speed, value 40000: smallint must be within -32768 and 32767, got 40000";
                    default ->
                        "23514, column power_consumption, value NaN: the row violates check constraint \"number\"";
                };
    }

    /** In one transaction. */
    private void publish(int from, int to, IntFunction<MinerTelemetry> readings) {
        try (AvroRecordSerializer<MinerTelemetry> serializer = new AvroRecordSerializer<>()) {
            serializer.configure(connections.kafkaProperties(), false);
            RawTopic.sendInTransaction(
                    connections,
                    name,
                    IntStream.range(from, to)
                            .mapToObj(readings)
                            .map(reading -> new ProducerRecord<>(
                                    topic, RecordKey.of(reading.getMinerId()), serializer.serialize(topic, reading)))
                            .toList());
        }
    }

    /** The offset in the warehouse of the next record; null before the first. */
    private String landed() throws SQLException {
        return SharedPipeline.query(
                "SELECT max(next_offset) FROM minerstream_sink_offsets WHERE connector = '" + name + "'");
    }

    private void awaitLanded(int next) {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(landed()).isEqualTo(Integer.toString(next)));
    }

    private void requireRows(int rows) throws SQLException {
        assertThat(SharedPipeline.query("SELECT count(*) || ' ' || count(DISTINCT accepted_shares) FROM " + table))
                .isEqualTo(rows + " " + rows);
    }

    /** Offset and reason of each. */
    private List<String> deadLetters() {
        List<String> letters = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> dead :
                RawTopic.read(connections, connections.topics().sinkDeadLetters())) {
            letters.add(header(dead, "offset") + " " + header(dead, "exception.message"));
        }
        return letters;
    }

    private static String header(ConsumerRecord<byte[], byte[]> dead, String header) {
        return new String(
                dead.headers().lastHeader("__connect.errors." + header).value(), UTF_8);
    }

    private void requireRunning() {
        assertThat(connections.connect().status(name)).get().matches(ConnectorStatus::isRunning, "runs");
    }

    @Test
    void shouldLandAllButThe37BadRowsOfFiveKinds() throws Exception {
        deploy("");

        publish(0, RECORDS, CopySinkInConnectIT::mixed);

        awaitLanded(RECORDS);
        requireRows(RECORDS - BAD);
        assertThat(deadLetters())
                .hasSize(BAD)
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, RECORDS)
                        .filter(CopySinkInConnectIT::isBad)
                        .mapToObj(offset -> offset + " " + refusal(offset))
                        .toList());
        requireRunning();
        // The marker of the transaction has an offset as well.
        publish(RECORDS, RECORDS + 10, CopySinkInConnectIT::reading);
        awaitLanded(RECORDS + 11);
        requireRows(RECORDS - BAD + 10);
    }

    @Test
    void shouldWaitForATableThatIsMissing() throws Exception {
        deploy("");
        requireRecovery(
                () -> execute("ALTER TABLE " + table + " RENAME TO away"),
                "got SQLSTATE 42P01: relation \"" + table
                        + "\" does not exist; create the table, or correct table.name.format",
                () -> execute("ALTER TABLE " + schema + ".away RENAME TO readings"));
    }

    @Test
    void shouldWaitForSpaceOnTheDisk(@TempDir Path folder) throws Exception {
        disk = SmallDisk.mount(folder, Path.of(SharedPipeline.query("SHOW data_directory")));
        execute(disk.createTablespace(schema));
        deploy("TABLESPACE " + schema);
        requireRecovery(
                disk::fill,
                "No space left on device; Check free disk space.; give the server what it lacks (disk, memory, connections)",
                disk::free);
    }

    @FunctionalInterface
    private interface Change {
        void run() throws SQLException, IOException;
    }

    /** While the cause lasts: no dead letter, a task that runs, the reason in the log. Nobody does anything but remove the cause. */
    private void requireRecovery(Change cause, String reason, Change remedy) throws Exception {
        publish(0, 100, CopySinkInConnectIT::reading);
        awaitLanded(100);
        cause.run();

        publish(100, RECORDS, CopySinkInConnectIT::reading);

        await().atMost(LIMIT).untilAsserted(() -> assertThat(log())
                .anyMatch(line -> line.contains("[" + name + "|task-0] a batch of ") && line.contains(reason)));
        requireRunning();
        assertThat(SinkLag.of(connections, name, topic).behind()).isGreaterThanOrEqualTo(RECORDS - 100);
        assertThat(landed()).isEqualTo("100");
        remedy.run();
        // Two transactions, one marker between them.
        awaitLanded(RECORDS + 1);
        requireRows(RECORDS);
        assertThat(deadLetters()).isEmpty();
        requireRunning();
    }

    private static List<String> log() throws IOException {
        return Files.readAllLines(SharedPipeline.endpoints().logDirectory().resolve("connect.log"));
    }
}
