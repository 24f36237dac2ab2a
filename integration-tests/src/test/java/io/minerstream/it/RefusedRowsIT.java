package io.minerstream.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minerstream.avro.CurtailmentStrategy;
import io.minerstream.avro.HostingMiner;
import io.minerstream.avro.MinerTelemetry;
import io.minerstream.connect.rest.ConnectorStatus;
import io.minerstream.connect.sink.Sink;
import io.minerstream.connect.sink.SinkDeployment;
import io.minerstream.connect.sink.SinkEnvironment;
import io.minerstream.connect.warehouse.StrategyTable;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.setup.Preparation;
import io.minerstream.pipeline.setup.TopicSettings;
import io.minerstream.schemas.serde.AvroRecordSerializer;
import io.minerstream.schemas.serde.SchemaRegistry;
import io.minerstream.schemas.serde.SubjectName;
import io.minerstream.schemas.serde.WireFormat;
import io.minerstream.schemas.topic.RecordKey;
import io.minerstream.schemas.topic.TopicNames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What no row can hold becomes a dead letter with the reason, everything else lands, and the sinks go on. No miner and no site of
 * this class exists.
 */
@Tag("sink")
@ExtendWith(SharedPipeline.class)
class RefusedRowsIT {

    private static final TopicNames TOPICS = new TopicNames("refused-rows-");
    private static final String SUFFIX = "-refused-rows-it";
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /** Largest value of the telemetry topic whose copy is larger than Kafka's default for a request. */
    private static final int LARGEST_VALUE = 1_048_400;

    private static final int FIRST_MINER = 990_000_000;
    private static final Instant TIME = Instant.parse("2019-03-01T00:00:00Z");

    private static final Instant YEAR_10000 = Instant.parse("+10000-01-01T00:00:00Z");

    private static Connections connections;
    private static SchemaRegistry registry;
    private static AvroRecordSerializer<MinerTelemetry> readings;
    private static AvroRecordSerializer<CurtailmentStrategy> strategies;
    private static KafkaProducer<byte[], byte[]> producer;
    private static Connection database;

    private int miners = FIRST_MINER;

    /** Reason of each refused record, by the miner in its key. */
    private final Map<Integer, String> refused = new TreeMap<>();

    @BeforeAll
    static void deploy() {
        connections = Connections.embedded(SharedPipeline.endpoints(), TOPICS);
        Preparation.ofAll(connections, new TopicSettings(2, (short) 1), null).prepare();
        SinkEnvironment environment = SharedPipeline.sinkEnvironment(connections, "public");
        new SinkDeployment(connections.connect())
                .deployAll(
                        List.of(
                                Sink.TELEMETRY.definition(
                                        "telemetry" + SUFFIX, SharedPipeline.SINK, environment, Map.of()),
                                Sink.STRATEGIES.definition(
                                        "strategies" + SUFFIX, SharedPipeline.SINK, environment, Map.of())),
                        TIMEOUT,
                        () -> true);
        registry = SchemaRegistry.connect(connections.kafkaProperties());
        readings = new AvroRecordSerializer<>();
        readings.configure(connections.kafkaProperties(), false);
        strategies = new AvroRecordSerializer<>();
        strategies.configure(connections.kafkaProperties(), false);
        Map<String, Object> properties = new HashMap<>(connections.kafkaProperties());
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 64 << 20);
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 64 << 20);
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        database = SharedPipeline.database();
    }

    @AfterAll
    static void delete() throws SQLException {
        for (String name : List.of("telemetry" + SUFFIX, "strategies" + SUFFIX)) {
            connections.connect().delete(name);
        }
        try (Statement sql = database.createStatement()) {
            sql.execute("DELETE FROM miner_telemetry WHERE miner_id >= " + FIRST_MINER);
        }
        database.close();
        producer.close();
        readings.close();
        strategies.close();
        registry.close();
    }

    @Test
    void shouldLandEveryGoodReadingAndRefuseEveryBadOneWithItsReason() throws Exception {
        List<MinerTelemetry> good = new ArrayList<>();
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20; i++) {
            good.addAll(sendGoodReadings(random));
            sendReadingsOutsideOfLimits();
            sendUnreadableRecords();
            good.addAll(sendForeignSchemas());
        }
        producer.flush();

        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(deadLetters(TOPICS.telemetry()))
                .hasSizeGreaterThanOrEqualTo(refused.size()));
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(rows()).hasSizeGreaterThanOrEqualTo(good.size()));
        assertThat(deadLetters(TOPICS.telemetry())).containsExactlyInAnyOrderEntriesOf(refused);
        assertThat(rows()).as("rows; seed %s", seed).containsExactlyInAnyOrderElementsOf(good);
        assertRunning("telemetry" + SUFFIX);
    }

    /** Values between, at and beside the limits; of a miner that nobody knows. */
    private List<MinerTelemetry> sendGoodReadings(Random random) {
        List<MinerTelemetry> good = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            MinerTelemetry reading = reading();
            reading.setHashrate(oneOf(random, 0.0, Double.MIN_VALUE, 108.25, 1e300, Double.MAX_VALUE));
            reading.setPowerConsumption(oneOf(random, 0.0, 3_190.5, Double.MAX_VALUE));
            reading.setTemperature(oneOf(random, null, -273.15, -40.0, 1_000.0, Double.MAX_VALUE));
            reading.setFanSpeed(oneOf(random, null, 0, 4_820, Integer.MAX_VALUE));
            reading.setAcceptedShares(oneOf(random, 0L, 2_558L, Long.MAX_VALUE));
            reading.setRejectedShares(oneOf(random, 0L, 4L, Long.MAX_VALUE));
            reading.setRecordedAt(Instant.parse(oneOf(
                    random,
                    "0001-01-01T00:00:00Z",
                    // Between the calendars, before time zones, before Unix, in a leap year and in the last
                    // millisecond.
                    "1582-10-10T00:00:00Z",
                    "1883-11-18T12:03:58Z",
                    "1969-12-31T23:59:59.999Z",
                    "2024-02-29T23:00:00.001Z",
                    "9999-12-31T23:59:59.999Z")));
            good.add(send(reading));
        }
        return good;
    }

    @SafeVarargs
    private static <T> T oneOf(Random random, T... values) {
        return values[random.nextInt(values.length)];
    }

    private void sendReadingsOutsideOfLimits() {
        refuse(reading -> reading.setHashrate(Double.NaN), "hashrate must be a finite number, got NaN");
        refuse(reading -> reading.setHashrate(-0.01), "hashrate must be at least 0, got -0.01");
        refuse(
                reading -> reading.setPowerConsumption(Double.POSITIVE_INFINITY),
                "power_consumption must be a finite number, got Infinity");
        refuse(
                reading -> reading.setPowerConsumption(-Double.MIN_VALUE),
                "power_consumption must be at least 0, got -4.9E-324");
        refuse(reading -> reading.setTemperature(Double.NaN), "temperature must be a finite number, got NaN");
        refuse(reading -> reading.setTemperature(-273.16), "temperature must be at least -273.15, got -273.16");
        refuse(reading -> reading.setFanSpeed(Integer.MIN_VALUE), "fan_speed must be at least 0, got -2147483648");
        refuse(reading -> reading.setAcceptedShares(-5), "accepted_shares must be at least 0, got -5");
        refuse(
                reading -> reading.setRejectedShares(Long.MIN_VALUE),
                "rejected_shares must be at least 0, got -9223372036854775808");
        refuse(
                reading -> reading.setRecordedAt(YEAR_10000),
                "recorded_at must be at most 9999-12-31T23:59:59.999Z, got +10000-01-01T00:00:00Z");
        refuse(
                reading -> reading.setRecordedAt(Instant.ofEpochMilli(Long.MAX_VALUE)),
                "recorded_at must be at most 9999-12-31T23:59:59.999Z, got +292278994-08-17T07:12:55.807Z");
        refuse(
                reading -> reading.setRecordedAt(Instant.parse("0000-12-31T23:59:59.999Z")),
                "recorded_at must be at least 0001-01-01T00:00:00Z, got 0000-12-31T23:59:59.999Z");
        refuse(
                reading -> {
                    reading.setHashrate(Double.NaN);
                    reading.setFanSpeed(-1);
                },
                "hashrate must be a finite number, got NaN; fan_speed must be at least 0, got -1");
    }

    private void refuse(Consumer<MinerTelemetry> change, String reason) {
        MinerTelemetry reading = reading();
        change.accept(reading);
        refused.put(send(reading).getMinerId(), "topic " + TOPICS.telemetry() + ": " + reason);
    }

    private void sendUnreadableRecords() {
        refuse((byte[]) null, "the value must be a record, got null");
        refuse("no Avro".getBytes(UTF_8), "the first byte of a message must be 0 (Confluent wire format), got 110");
        refuse(new byte[3], "a message must have at least 5 bytes (0, schema id, Avro body), got 3");
        if (refused.size() < 100) {
            byte[] garbage = new byte[LARGEST_VALUE];
            new Random(refused.size()).nextBytes(garbage);
            garbage[0] = 1;
            refuse(garbage, "the first byte of a message must be 0 (Confluent wire format), got 1");
            // A few kilobytes for the broker, as the producer compresses it.
            byte[] compressed = new byte[40 << 20];
            compressed[0] = 2;
            refuse(compressed, "the first byte of a message must be 0 (Confluent wire format), got 2");
        }
    }

    private void refuse(byte[] value, String reason) {
        int miner = miners++;
        send(miner, TIME.toEpochMilli(), value);
        refused.put(miner, "topic " + TOPICS.telemetry() + ": " + reason);
    }

    private List<MinerTelemetry> sendForeignSchemas() throws Exception {
        String contract = MinerTelemetry.getClassSchema().toString();
        Schema extended = new Schema.Parser()
                .parse(contract.substring(0, contract.lastIndexOf(']'))
                        + ", {\"name\": \"firmware\", \"type\": [\"null\", \"string\"], \"default\": null}]}");
        Schema nullable = new Schema.Parser()
                .parse(contract.replaceFirst("(\"name\":\"hashrate\",\"type\":)\"double\"", "$1[\"null\",\"double\"]"));
        int nullableId = registry.register(TOPICS.prefix() + "nullable-value", nullable, false);
        int otherId = registry.register(TOPICS.prefix() + "other-value", HostingMiner.getClassSchema(), false);
        MinerTelemetry withField = reading();
        MinerTelemetry withValue = reading();
        GenericData.Record additional = copy(withField, extended);
        additional.put("firmware", "1.2.3");
        send(
                withField.getMinerId(),
                TIME.toEpochMilli(),
                encode(
                        registry.register(SubjectName.ofValue(TOPICS.telemetry()), extended, false),
                        extended,
                        additional));
        send(withValue.getMinerId(), TIME.toEpochMilli(), encode(nullableId, nullable, copy(withValue, nullable)));
        GenericData.Record without = copy(reading(), nullable);
        without.put("hashrate", null);
        refuse(
                encode(nullableId, nullable, without),
                "a record must be readable as io.minerstream.avro.MinerTelemetry, got io.minerstream.avro.MinerTelemetry "
                        + "(schema id " + nullableId + "): Found null, expecting double");
        HostingMiner miner = HostingMiner.newBuilder()
                .setMinerId(1)
                .setSiteId(1)
                .setSerialNumber("a")
                .setStatus("active")
                .build();
        refuse(
                encode(otherId, HostingMiner.getClassSchema(), miner),
                "a record must be readable as io.minerstream.avro.MinerTelemetry, got io.minerstream.avro.HostingMiner "
                        + "(schema id " + otherId + "): Found io.minerstream.avro.HostingMiner, expecting "
                        + "io.minerstream.avro.MinerTelemetry, missing required field recorded_at");
        return List.of(withField, withValue);
    }

    @Test
    void shouldLandEveryGoodStrategyAndRefuseEveryBadOneWithItsReason() throws Exception {
        String longest = "\uD83D\uDE00".repeat(200);
        send("9201:custom", strategy("custom", longest, 0.34));
        send("9201:long", strategy("long", longest + "x", 0.34));
        send("9201:nul", strategy("nul", "a\0b", 0.34));
        send("9201:infinite", strategy("infinite", "Infinite", Double.NEGATIVE_INFINITY));
        send("9201:" + "t".repeat(50), strategy("t".repeat(50), "Longest Type", 0.34));
        send("9201:" + "t".repeat(51), strategy("t".repeat(50), "Too Long", 0.34));
        send("9201:a\0b", null);
        byte[] garbage = new byte[LARGEST_VALUE];
        new Random(1).nextBytes(garbage);
        garbage[0] = 1;
        send("9201:garbage", garbage);
        send("9201:last", strategy("last", "Last", 0.34));
        producer.flush();

        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(new StrategyTable(database).ofSite(9201))
                .extracting(CurtailmentStrategy::getName)
                .containsExactly(longest, "Last", "Longest Type"));
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(RawTopic.read(connections, TOPICS.sinkDeadLetters()).stream()
                                .filter(dead -> header(dead, "topic").equals(TOPICS.strategies()))
                                .map(dead -> new String(dead.key(), UTF_8) + " "
                                        + header(dead, "exception.message")
                                                .replace("topic " + TOPICS.strategies(), "")))
                        .containsExactly(
                                "9201:long : name must have at most 200 characters, got 201",
                                "9201:nul : name must not contain U+0000, got one after 1 characters",
                                "9201:infinite : uptime_weight must be a finite number, got -Infinity",
                                "9201:" + "t".repeat(51) + " : strategy_type must have at most 50 characters, got 51",
                                "9201:a\0b : strategy_type must not contain U+0000, got one after 1 characters",
                                "9201:garbage : the first byte of a message must be 0 (Confluent wire format), got 1"));
        assertRunning("strategies" + SUFFIX);
    }

    private static void assertRunning(String connector) {
        assertThat(connections.connect().status(connector)).get().matches(ConnectorStatus::isRunning, "runs");
    }

    private MinerTelemetry reading() {
        return MinerTelemetry.newBuilder()
                .setMinerId(miners++)
                .setHashrate(108.25)
                .setPowerConsumption(3_190.5)
                .setTemperature(71.5)
                .setFanSpeed(4_820)
                .setRecordedAt(TIME)
                .setAcceptedShares(2_558)
                .setRejectedShares(4)
                .build();
    }

    private static byte[] strategy(String type, String name, double uptimeWeight) {
        return strategies.serialize(
                TOPICS.strategies(),
                CurtailmentStrategy.newBuilder()
                        .setSiteId(9201)
                        .setName(name)
                        .setStrategyType(type)
                        .setPerformanceWeight(0.33)
                        .setPowerEfficiencyWeight(0.33)
                        .setUptimeWeight(uptimeWeight)
                        .setMinUptimeThreshold(0.75)
                        .build());
    }

    /** With the timestamp that a producer of readings gives. */
    private static MinerTelemetry send(MinerTelemetry reading) {
        long timestamp = Math.min(Math.max(0, reading.getRecordedAt().toEpochMilli()), YEAR_10000.toEpochMilli());
        send(reading.getMinerId(), timestamp, readings.serialize(TOPICS.telemetry(), reading));
        return reading;
    }

    private static void send(int miner, long timestamp, byte[] value) {
        producer.send(new ProducerRecord<>(TOPICS.telemetry(), null, timestamp, RecordKey.of(miner), value));
    }

    private static void send(String key, byte[] value) {
        producer.send(new ProducerRecord<>(TOPICS.strategies(), key.getBytes(UTF_8), value));
    }

    private static GenericData.Record copy(MinerTelemetry reading, Schema schema) {
        GenericData.Record copy = new GenericData.Record(schema);
        for (Schema.Field field : MinerTelemetry.getClassSchema().getFields()) {
            Object value = reading.get(field.pos());
            copy.put(field.name(), value instanceof Instant time ? Long.valueOf(time.toEpochMilli()) : value);
        }
        return copy;
    }

    private static byte[] encode(int schemaId, Schema schema, Object datum) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(WireFormat.prefix(schemaId));
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        new GenericDatumWriter<>(schema).write(datum, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    /** Reasons by the miner in the key. */
    private static Map<Integer, String> deadLetters(String topic) {
        Map<Integer, String> reasons = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> dead : RawTopic.read(connections, TOPICS.sinkDeadLetters())) {
            if (header(dead, "topic").equals(topic)) {
                reasons.put(RecordKey.read(dead.key()).orElseThrow(), header(dead, "exception.message"));
            }
        }
        return reasons;
    }

    private static String header(ConsumerRecord<byte[], byte[]> dead, String name) {
        return new String(dead.headers().lastHeader("__connect.errors." + name).value(), UTF_8);
    }

    private static List<MinerTelemetry> rows() throws SQLException {
        List<MinerTelemetry> rows = new ArrayList<>();
        try (Statement sql = database.createStatement();
                ResultSet row = sql.executeQuery(
                        """
                        SELECT miner_id, hashrate, power_consumption, temperature, fan_speed, recorded_at,
                               accepted_shares, rejected_shares
                          FROM miner_telemetry WHERE miner_id >= %s"""
                                .formatted(FIRST_MINER))) {
            while (row.next()) {
                rows.add(MinerTelemetry.newBuilder()
                        .setMinerId(row.getInt(1))
                        .setHashrate(row.getDouble(2))
                        .setPowerConsumption(row.getDouble(3))
                        .setTemperature(row.getObject(4, Double.class))
                        .setFanSpeed(row.getObject(5, Integer.class))
                        .setRecordedAt(row.getObject(6, LocalDateTime.class).toInstant(ZoneOffset.UTC))
                        .setAcceptedShares(row.getLong(7))
                        .setRejectedShares(row.getLong(8))
                        .build());
            }
        }
        return rows;
    }
}
