package io.minerstream.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minerstream.avro.MinerTelemetry;
import io.minerstream.connect.rest.ConnectorStatus;
import io.minerstream.connect.sink.ConnectorDefinition;
import io.minerstream.connect.sink.Sink;
import io.minerstream.connect.sink.SinkControl;
import io.minerstream.connect.sink.SinkDeployment;
import io.minerstream.connect.sink.SinkKind;
import io.minerstream.connect.warehouse.WarehouseSchema;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.setup.Preparation;
import io.minerstream.pipeline.setup.TopicSettings;
import io.minerstream.pipeline.sink.SinkLag;
import io.minerstream.schemas.serde.AvroRecordSerializer;
import io.minerstream.schemas.topic.RecordKey;
import io.minerstream.schemas.topic.TopicNames;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Another kind of sink takes over on a running installation. */
@ExtendWith(SharedPipeline.class)
class SinkSwitchIT {

    private static final TopicNames TOPICS = new TopicNames("sink-switch-");
    private static final String CONNECTOR = "sink-switch-it";
    private static final String SCHEMA = "sink_switch";
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Instant TIME = Instant.parse("2019-05-01T00:00:00Z");
    private static final int MINERS = 100;

    @Test
    void shouldResumeWhereTheOtherKindEndedThereAndBack() throws SQLException {
        Connections connections = SharedPipeline.connections(TOPICS, SCHEMA);
        try (Connection database = connections.warehouse().open();
                Statement sql = database.createStatement()) {
            sql.execute("CREATE SCHEMA " + SCHEMA);
            WarehouseSchema.create(database);
            Preparation.ofAll(connections, new TopicSettings(2, (short) 1), null)
                    .prepare();
            int hours = 0;
            for (SinkKind kind : List.of(SinkKind.DEBEZIUM, SinkKind.COPY, SinkKind.DEBEZIUM, SinkKind.COPY)) {
                if (hours > 0) {
                    // What a kind lands again, of what another one had landed, would come back.
                    sql.execute("DELETE FROM miner_telemetry WHERE miner_id = 1");
                }
                send(connections, TIME.plus(Duration.ofHours(hours++)));

                assertThat(deploy(connections, kind)).allMatch(ConnectorStatus::isRunning);

                int expected = (MINERS - 1) * hours + 1;
                await().atMost(TIMEOUT)
                        .untilAsserted(
                                () -> assertThat(rows(sql)).as("with %s", kind).isEqualTo(expected));
                await().atMost(TIMEOUT)
                        .until(
                                () -> SinkLag.of(connections, CONNECTOR, TOPICS.telemetry())
                                        .behind(),
                                behind -> behind == 0);
            }
            assertThat(rows(sql)).isEqualTo((MINERS - 1) * hours + 1);
        } finally {
            new SinkControl(connections.connect(), TIMEOUT).delete(CONNECTOR);
        }
    }

    private static List<ConnectorStatus> deploy(Connections connections, SinkKind kind) {
        ConnectorDefinition connector = Sink.TELEMETRY.definition(
                CONNECTOR, kind, SharedPipeline.sinkEnvironment(connections, SCHEMA), Map.of());
        return new SinkDeployment(connections.connect()).deployAll(List.of(connector), TIMEOUT, () -> true);
    }

    private static int rows(Statement sql) throws SQLException {
        try (ResultSet row = sql.executeQuery("SELECT count(*) FROM miner_telemetry")) {
            row.next();
            return row.getInt(1);
        }
    }

    private static void send(Connections connections, Instant time) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        new HashMap<>(connections.kafkaProperties()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
                AvroRecordSerializer<MinerTelemetry> serializer = new AvroRecordSerializer<>()) {
            serializer.configure(connections.kafkaProperties(), false);
            for (int miner = 1; miner <= MINERS; miner++) {
                MinerTelemetry reading = MinerTelemetry.newBuilder()
                        .setMinerId(miner)
                        .setHashrate(108.25)
                        .setPowerConsumption(3_190.5)
                        .setRecordedAt(time)
                        .build();
                producer.send(new ProducerRecord<>(
                        TOPICS.telemetry(), RecordKey.of(miner), serializer.serialize(TOPICS.telemetry(), reading)));
            }
        }
    }
}
