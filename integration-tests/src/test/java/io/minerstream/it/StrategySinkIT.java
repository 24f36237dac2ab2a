package io.minerstream.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minerstream.avro.CurtailmentStrategy;
import io.minerstream.connect.rest.ConnectorStatus;
import io.minerstream.connect.sink.ConnectorDefinition;
import io.minerstream.connect.sink.Sink;
import io.minerstream.connect.sink.SinkDeployment;
import io.minerstream.connect.sink.SinkEnvironment;
import io.minerstream.connect.warehouse.StrategyTable;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.setup.Preparation;
import io.minerstream.pipeline.setup.TopicSettings;
import io.minerstream.schemas.serde.AvroRecordSerializer;
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
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The table follows the compacted topic, removals included. Each test has sites of its own, none of which is in hosting_sites. */
@Tag("sink")
@ExtendWith(SharedPipeline.class)
class StrategySinkIT {

    private static final TopicNames TOPICS = new TopicNames("strategy-sink-");
    private static final String CONNECTOR = "strategy-sink-it";
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private static Connections connections;
    private static SinkDeployment deployment;
    private static AvroRecordSerializer<CurtailmentStrategy> serializer;
    private static KafkaProducer<byte[], byte[]> producer;
    private static Connection database;

    @BeforeAll
    static void deploy() {
        connections = Connections.embedded(SharedPipeline.endpoints(), TOPICS);
        Preparation.ofAll(connections, new TopicSettings(1, (short) 1), null).prepare();
        deployment = new SinkDeployment(connections.connect());
        deployment.deployAll(List.of(sink(CONNECTOR)), TIMEOUT, () -> true);
        serializer = new AvroRecordSerializer<>();
        serializer.configure(connections.kafkaProperties(), false);
        Map<String, Object> properties = new HashMap<>(connections.kafkaProperties());
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "strategy-sink-it");
        producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        producer.initTransactions();
        database = SharedPipeline.database();
    }

    @AfterAll
    static void delete() throws SQLException {
        database.close();
        producer.close();
        serializer.close();
        assertThat(connections.connect().status(CONNECTOR))
                .get()
                .matches(ConnectorStatus::isRunning, "runs until the end");
        connections.connect().delete(CONNECTOR);
    }

    @Test
    void shouldLandStrategiesAndTheirChanges() throws SQLException {
        CurtailmentStrategy custom = strategy(9101, "custom", "Custom Rules - 矿场");
        CurtailmentStrategy night = strategy(9101, "custom:night", "At Night");
        CurtailmentStrategy fair = strategy(9101, "fair_distribution", "Fair Distribution");
        commit(set(custom), set(night), set(fair));
        eventually(() -> assertThat(rows(9101)).containsExactly(custom, night, fair));
        Map<String, Integer> ids = ids(9101);
        CurtailmentStrategy changed = CurtailmentStrategy.newBuilder(night)
                .setName("At Night, and on Sundays")
                .setUptimeWeight(0.25)
                .setVipCustomerProtection(true)
                .setIsActive(false)
                .build();

        commit(set(changed));

        eventually(() -> assertThat(rows(9101)).containsExactly(custom, changed, fair));
        assertThat(ids(9101)).isEqualTo(ids);
    }

    @Test
    void shouldRemoveTheRowOfARemovedStrategyAlone() throws SQLException {
        CurtailmentStrategy custom = strategy(9102, "custom", "Custom Rules");
        CurtailmentStrategy fair = strategy(9102, "fair_distribution", "Fair Distribution");
        CurtailmentStrategy ofOtherSite = strategy(9103, "custom", "Custom Rules");
        commit(set(custom), set(fair), set(ofOtherSite));
        eventually(() -> assertThat(ids(9102)).hasSize(2));
        Map<String, Integer> ids = ids(9102);

        commit(removed(9102, "custom"));

        eventually(() -> assertThat(rows(9102)).containsExactly(fair));
        assertThat(ids(9102)).containsExactly(Map.entry("fair_distribution", ids.get("fair_distribution")));
        assertThat(rows(9103)).containsExactly(ofOtherSite);
    }

    /** What seeding by force does: tombstones for what is there and the new set, in one transaction. */
    @Test
    void shouldKeepRowsThatAreRemovedAndSetAgainInOneTransaction() throws SQLException {
        commit(set(strategy(9104, "custom", "Before")), set(strategy(9104, "gone", "Before")));
        eventually(() -> assertThat(ids(9104)).hasSize(2));
        int id = ids(9104).get("custom");
        CurtailmentStrategy custom = strategy(9104, "custom", "After");
        CurtailmentStrategy fresh = strategy(9104, "fresh", "After");

        commit(removed(9104, "custom"), removed(9104, "gone"), set(custom), set(fresh));

        eventually(() -> assertThat(rows(9104)).containsExactly(custom, fresh));
        assertThat(ids(9104)).containsEntry("custom", id);
    }

    @Test
    void shouldRemoveWhatIsSetAndRemovedInOneTransaction() throws SQLException {
        commit(set(strategy(9105, "custom", "Before")));
        eventually(() -> assertThat(ids(9105)).hasSize(1));
        CurtailmentStrategy last = strategy(9105, "last", "After");

        commit(set(strategy(9105, "custom", "After")), removed(9105, "custom"), set(last));

        eventually(() -> assertThat(rows(9105)).containsExactly(last));
    }

    @Test
    void shouldIgnoreTheRemovalOfAStrategyWithoutRow() {
        CurtailmentStrategy custom = strategy(9106, "custom", "Custom Rules");

        commit(removed(9106, "custom"));
        commit(removed(9106, "custom"));
        commit(set(custom));

        eventually(() -> assertThat(rows(9106)).containsExactly(custom));
    }

    @Test
    void shouldNeverShowAnAbortedTransaction() {
        CurtailmentStrategy custom = strategy(9107, "custom", "Custom Rules");
        commit(set(custom));
        producer.beginTransaction();
        List<Future<RecordMetadata>> aborted =
                List.of(send(removed(9107, "custom")), send(set(strategy(9107, "aborted", "Aborted"))));
        producer.flush();
        assertThat(aborted).as("in the log").allSatisfy(record -> assertThat(record)
                .isDone());
        producer.abortTransaction();
        CurtailmentStrategy next = strategy(9107, "next", "Next");

        commit(set(next));

        eventually(() -> assertThat(rows(9107)).containsExactly(custom, next));
    }

    @Test
    void shouldPutWhatIsNoStrategyAsideAndContinue() {
        byte[] good = set(strategy(9108, "custom", "Custom Rules")).value();
        CurtailmentStrategy next = strategy(9108, "next", "Next");

        commit(
                new Change("9108:custom", "no Avro".getBytes(UTF_8)),
                new Change("9108", good),
                new Change("09108:custom", null),
                set(next));

        eventually(() -> assertThat(rows(9108)).containsExactly(next));
        // They may come again when a task begins again, as another connector of the worker comes or goes.
        eventually(() -> assertThat(RawTopic.read(connections, TOPICS.sinkDeadLetters()))
                .extracting(dead -> new String(dead.key(), UTF_8) + " " + reason(dead))
                .containsOnly(
                        "9108:custom topic strategy-sink-curtailment-strategies: the first byte of a message must be 0 "
                                + "(Confluent wire format), got 110",
                        "9108 topic strategy-sink-curtailment-strategies: the key must be site_id (int32):strategy_type "
                                + "(string), got '9108'",
                        "09108:custom topic strategy-sink-curtailment-strategies: the key must be site_id "
                                + "(int32):strategy_type (string), got '09108:custom'"));
    }

    private static String reason(ConsumerRecord<byte[], byte[]> dead) {
        return new String(
                dead.headers().lastHeader("__connect.errors.exception.message").value(), UTF_8);
    }

    @Test
    void shouldLeaveRowsOfOthersAloneAndTakeThemOverByKey() throws SQLException {
        try (Statement sql = database.createStatement()) {
            sql.execute(
                    """
                    INSERT INTO curtailment_strategies (site_id, name, strategy_type, performance_weight,
                           power_efficiency_weight, uptime_weight, min_uptime_threshold)
                    VALUES (9109, 'Batch', 'custom', 1, 0, 0, 0.5), (9109, 'Batch', 'fair_distribution', 1, 0, 0, 0.5)""");
        }
        Map<String, Integer> ids = ids(9109);
        CurtailmentStrategy fair = strategy(9109, "fair_distribution", "Streamed");

        commit(set(fair));

        eventually(() ->
                assertThat(rows(9109)).extracting(CurtailmentStrategy::getName).containsExactly("Batch", "Streamed"));
        assertThat(rows(9109)).contains(fair);
        assertThat(ids(9109)).isEqualTo(ids);
    }

    /** A connection that idles for days is one that a server or a firewall drops. */
    @Test
    void shouldReconnectWhenTheDatabaseHasDroppedItsConnections() throws SQLException {
        CurtailmentStrategy before = strategy(9110, "before", "Before");
        CurtailmentStrategy after = strategy(9110, "after", "After");
        commit(set(before));
        eventually(() -> assertThat(rows(9110)).containsExactly(before));
        try (Statement sql = database.createStatement();
                ResultSet dropped = sql.executeQuery(
                        """
                        SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                         WHERE application_name = 'minerstream-strategy-sink'""")) {
            dropped.next();
            assertThat(dropped.getInt(1)).isPositive();
        }

        commit(set(after));

        eventually(() -> assertThat(rows(9110)).containsExactly(after, before));
    }

    @Test
    void shouldFillALostTableFromTheTopicWhenDeployedUnderAnotherName() throws SQLException {
        CurtailmentStrategy custom = strategy(9111, "custom", "Custom Rules");
        commit(set(strategy(9111, "removed", "Removed")), set(custom));
        commit(removed(9111, "removed"));
        eventually(() -> assertThat(rows(9111)).containsExactly(custom));
        try (Statement sql = database.createStatement()) {
            sql.execute("DELETE FROM curtailment_strategies WHERE site_id = 9111");
        }

        deployment.deployAll(List.of(sink(CONNECTOR + "-again")), TIMEOUT, () -> true);

        eventually(() -> assertThat(rows(9111)).containsExactly(custom));
        connections.connect().delete(CONNECTOR + "-again");
    }

    private static ConnectorDefinition sink(String name) {
        SinkEnvironment environment = SharedPipeline.sinkEnvironment(connections, "public");
        return Sink.STRATEGIES.definition(name, SharedPipeline.SINK, environment, Map.of());
    }

    /** @param value null for a tombstone */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Change(String key, byte[] value) {}

    private static Change set(CurtailmentStrategy strategy) {
        return new Change(
                strategy.getSiteId() + ":" + strategy.getStrategyType(),
                serializer.serialize(TOPICS.strategies(), strategy));
    }

    private static Change removed(int siteId, String type) {
        return new Change(siteId + ":" + type, null);
    }

    private static void commit(Change... changes) {
        producer.beginTransaction();
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (Change change : changes) {
            sent.add(send(change));
        }
        producer.commitTransaction();
        assertThat(sent).allSatisfy(future -> assertThat(future).succeedsWithin(TIMEOUT));
    }

    private static Future<RecordMetadata> send(Change change) {
        return producer.send(
                new ProducerRecord<>(TOPICS.strategies(), change.key().getBytes(UTF_8), change.value()));
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(TIMEOUT)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(assertion);
    }

    private static List<CurtailmentStrategy> rows(int siteId) {
        return new StrategyTable(database).ofSite(siteId);
    }

    private static Map<String, Integer> ids(int siteId) throws SQLException {
        Map<String, Integer> ids = new HashMap<>();
        try (Statement sql = database.createStatement();
                ResultSet row = sql.executeQuery(
                        "SELECT strategy_type, id FROM curtailment_strategies WHERE site_id = " + siteId)) {
            while (row.next()) {
                ids.put(row.getString(1), row.getInt(2));
            }
        }
        return ids;
    }

    private static CurtailmentStrategy strategy(int siteId, String type, String name) {
        return CurtailmentStrategy.newBuilder()
                .setSiteId(siteId)
                .setName(name)
                .setStrategyType(type)
                .setPerformanceWeight(0.33)
                .setPowerEfficiencyWeight(0.33)
                .setUptimeWeight(0.34)
                .setVipCustomerProtection(false)
                .setMinUptimeThreshold(0.75)
                .setIsActive(true)
                .build();
    }
}
