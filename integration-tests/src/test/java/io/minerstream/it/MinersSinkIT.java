package io.minerstream.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.minerstream.avro.HostingMiner;
import io.minerstream.connect.sink.Sink;
import io.minerstream.connect.sink.SinkControl;
import io.minerstream.connect.sink.SinkDeployment;
import io.minerstream.connect.warehouse.SinkTables;
import io.minerstream.connect.warehouse.WarehouseException;
import io.minerstream.connect.warehouse.WarehouseSchema;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.setup.Preparation;
import io.minerstream.pipeline.setup.TopicSettings;
import io.minerstream.schemas.serde.AvroRecordSerializer;
import io.minerstream.schemas.topic.RecordKey;
import io.minerstream.schemas.topic.TopicNames;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code hosting_miners} of a warehouse that no fleet command fills follows its topic, removals included. */
@Tag("sink")
@ExtendWith(SharedPipeline.class)
class MinersSinkIT {

    private static final TopicNames TOPICS = new TopicNames("miners-sink-");
    private static final String CONNECTOR = "miners-sink-it";
    private static final String SCHEMA = "miners_sink";
    private static final List<String> TABLES = List.of(Sink.MINERS.table());
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @Test
    void shouldKeepTheTableEqualToItsTopic() throws SQLException {
        Connections connections = SharedPipeline.connections(TOPICS, SCHEMA);
        try (Connection database = connections.warehouse().open();
                Statement sql = database.createStatement()) {
            sql.execute("CREATE SCHEMA " + SCHEMA);
            WarehouseSchema.create(database);
            SinkTables tables = new SinkTables(database);
            assertThat(tables.findings(TABLES))
                    .containsExactly(refusal("miner_model_id", "miner_models"), refusal("site_id", "hosting_sites"));
            for (String finding : tables.findings(TABLES)) {
                sql.execute(finding.substring(finding.indexOf("ALTER TABLE")));
            }
            assertThat(tables.findings(TABLES)).isEmpty();
            tables.requireNoSchedule();

            Preparation.ofAll(connections, new TopicSettings(2, (short) 1), null)
                    .prepare();
            send(connections, miner(1, "S-1", "active"), miner(2, "S-2", "active"), miner(2, "S-2", "offline"));
            new SinkDeployment(connections.connect())
                    .deployAll(
                            List.of(Sink.MINERS.definition(
                                    CONNECTOR,
                                    SharedPipeline.SINK,
                                    SharedPipeline.sinkEnvironment(connections, SCHEMA),
                                    Map.of())),
                            TIMEOUT,
                            () -> true);

            await().atMost(TIMEOUT).untilAsserted(() -> assertThat(rows(sql))
                    .containsExactly("1 5 7 S-1 110.25 null active", "2 5 7 S-2 110.25 null offline"));
            remove(connections, 1);
            await().atMost(TIMEOUT)
                    .untilAsserted(() -> assertThat(rows(sql)).containsExactly("2 5 7 S-2 110.25 null offline"));

            sql.execute("INSERT INTO hosting_miner_status_changes VALUES (2, '2026-01-01', 'active')");
            assertThatExceptionOfType(WarehouseException.class)
                    .isThrownBy(tables::requireNoSchedule)
                    .withMessageStartingWith(
                            "hosting_miners: must not have a schedule to be filled by a sink, got 1 rows");
        } finally {
            new SinkControl(connections.connect(), TIMEOUT).delete(CONNECTOR);
        }
    }

    private static String refusal(String column, String table) {
        return ("hosting_miners: constraint hosting_miners_%1$s_fkey (FOREIGN KEY (%1$s) REFERENCES %2$s(id)) refuses rows "
                        + "within the sink's limits, and one of them would stop the sink; ALTER TABLE hosting_miners DROP "
                        + "CONSTRAINT hosting_miners_%1$s_fkey;")
                .formatted(column, table);
    }

    private static HostingMiner miner(int id, String serial, String status) {
        return HostingMiner.newBuilder()
                .setMinerId(id)
                .setSiteId(5)
                .setSerialNumber(serial)
                .setMinerModelId(7)
                .setModelName("S21")
                .setReferenceHashrate(200.0)
                .setReferencePower(3_500.0)
                .setActualHashrate(110.25)
                .setActualPower(null)
                .setStatus(status)
                .build();
    }

    private static void send(Connections connections, HostingMiner... miners) {
        try (KafkaProducer<byte[], byte[]> producer = producer(connections);
                AvroRecordSerializer<HostingMiner> serializer = new AvroRecordSerializer<>()) {
            serializer.configure(connections.kafkaProperties(), false);
            for (HostingMiner miner : miners) {
                producer.send(new ProducerRecord<>(
                        TOPICS.miners(),
                        RecordKey.of(miner.getMinerId()),
                        serializer.serialize(TOPICS.miners(), miner)));
            }
        }
    }

    private static void remove(Connections connections, int id) {
        try (KafkaProducer<byte[], byte[]> producer = producer(connections)) {
            producer.send(new ProducerRecord<>(TOPICS.miners(), RecordKey.of(id), null));
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(Connections connections) {
        return new KafkaProducer<>(
                new HashMap<>(connections.kafkaProperties()), new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static List<String> rows(Statement sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (ResultSet row = sql.executeQuery(
                "SELECT id, site_id, miner_model_id, serial_number, actual_hashrate, actual_power, status "
                        + "FROM hosting_miners ORDER BY id")) {
            while (row.next()) {
                List<String> values = new ArrayList<>();
                for (int column = 1; column <= 7; column++) {
                    values.add(String.valueOf(row.getObject(column)));
                }
                rows.add(String.join(" ", values));
            }
        }
        return rows;
    }
}
