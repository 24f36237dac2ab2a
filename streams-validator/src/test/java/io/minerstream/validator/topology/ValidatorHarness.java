package io.minerstream.validator.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.avro.AlertState;
import io.minerstream.avro.HostingMiner;
import io.minerstream.avro.MinerTelemetry;
import io.minerstream.avro.TelemetryAlert;
import io.minerstream.avro.Watermark;
import io.minerstream.avro.WindowVerdict;
import io.minerstream.schemas.run.RunHeader;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.serde.AvroRecordSerde;
import io.minerstream.schemas.topic.TopicNames;
import io.minerstream.validator.input.QuarantineHandler;
import io.minerstream.validator.input.ReadingBatch;
import io.minerstream.validator.input.TelemetrySource;
import io.minerstream.validator.policy.Policies;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.IntegerSerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.BuiltInDslStoreSuppliers;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.test.TestRecord;

/** The topology on Kafka's test driver: one partition, a clock that stands still until it is moved. */
final class ValidatorHarness implements AutoCloseable {

    static final TopicNames TOPICS = TopicNames.DEFAULT;
    static final Map<String, String> REGISTRY = Map.of("schema.registry.url", "mock://validator");
    static final Duration QUIET = Duration.ofMillis(250);
    static final Duration GRACE = Duration.ofSeconds(10);
    static final Duration RETENTION = Duration.ofDays(7);
    static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");

    final TopologyTestDriver driver;

    /** Whether the partitions of the inputs count as read to their ends. */
    boolean atEnd = true;

    /** As the topology believes; the driver has one. */
    int partitions = 1;

    /** Whether the roster has entries that were not yet read. */
    private boolean rosterBehind;

    private long readings;
    private final Path stateDir;
    private final TestInputTopic<byte[], byte[]> telemetry;
    private final TestInputTopic<byte[], byte[]> miners;
    private final TestInputTopic<byte[], byte[]> watermarks;
    private final TestOutputTopic<String, TelemetryAlert> alerts;
    private final TestOutputTopic<String, WindowVerdict> verdicts;
    private final TestOutputTopic<byte[], byte[]> quarantine;
    private final Serde<MinerTelemetry> telemetrySerde = AvroRecordSerde.of(MinerTelemetry.class, REGISTRY);
    private final Serde<HostingMiner> minerSerde = AvroRecordSerde.of(HostingMiner.class, REGISTRY);
    private final Serde<Watermark> watermarkSerde = AvroRecordSerde.of(Watermark.class, REGISTRY);

    /** A reading as a producer writes it. */
    static byte[] bytes(MinerTelemetry reading) {
        try (Serde<MinerTelemetry> serde = AvroRecordSerde.of(MinerTelemetry.class, REGISTRY)) {
            return serde.serializer().serialize(TOPICS.telemetry(), reading);
        }
    }

    ValidatorHarness() {
        this(24);
    }

    ValidatorHarness(int windowHours) {
        this(Duration.ofHours(windowHours));
    }

    private ValidatorHarness(Duration window) {
        this(window, StateBounds.DEFAULT);
    }

    ValidatorHarness(Duration window, StateBounds bounds) {
        this(window, bounds, EventTimeSettings.DEFAULT, Policies.DEFAULT);
    }

    ValidatorHarness(EventTimeSettings eventTime) {
        this(Duration.ofHours(24), StateBounds.DEFAULT, eventTime, Policies.DEFAULT);
    }

    ValidatorHarness(Duration window, StateBounds bounds, EventTimeSettings eventTime, Policies policies) {
        stateDir = newStateDir();
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "validator");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
        // Not the default, which another build on the machine would share.
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        properties.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, QuarantineHandler.class);
        properties.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, QuarantineHandler.class);
        properties.put(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, TOPICS.quarantine());
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        properties.put(
                StreamsConfig.DSL_STORE_SUPPLIERS_CLASS_CONFIG,
                BuiltInDslStoreSuppliers.InMemoryDslStoreSuppliers.class);
        JudgeSettings settings = new JudgeSettings(window, QUIET, GRACE, RETENTION, eventTime, policies);
        driver = new TopologyTestDriver(
                ValidatorTopology.build(
                        TOPICS,
                        TelemetrySource.ours(TOPICS),
                        settings,
                        bounds,
                        this::areRead,
                        () -> partitions,
                        REGISTRY,
                        new StreamsConfig(properties)),
                properties,
                NOW);
        telemetry = input(TOPICS.telemetry());
        miners = input(TOPICS.miners());
        watermarks = input(TOPICS.watermarks());
        alerts = driver.createOutputTopic(
                TOPICS.alerts(),
                new StringDeserializer(),
                AvroRecordSerde.of(TelemetryAlert.class, REGISTRY).deserializer());
        verdicts = driver.createOutputTopic(
                TOPICS.verdicts(),
                new StringDeserializer(),
                AvroRecordSerde.of(WindowVerdict.class, REGISTRY).deserializer());
        quarantine =
                driver.createOutputTopic(TOPICS.quarantine(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private boolean areRead(List<TopicPartition> partitions) {
        return atEnd
                && !(rosterBehind
                        && partitions.stream().anyMatch(read -> read.topic().equals(TOPICS.miners())));
    }

    /** Not a folder of JUnit's: jqwik creates a harness per try. */
    static Path newStateDir() {
        try {
            return Files.createTempDirectory("validator-harness");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private TestInputTopic<byte[], byte[]> input(String topic) {
        return driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer());
    }

    void roster(HostingMiner miner) {
        roster(RosterRecord.of(miner));
    }

    void roster(RosterRecord record) {
        miners.pipeInput(
                key(record.miner().getMinerId()),
                minerSerde.serializer().serialize(TOPICS.miners(), record.miner()),
                record.validFrom());
    }

    void removeFromRoster(int minerId) {
        miners.pipeInput(key(minerId), null, Scenario.MIDNIGHT);
    }

    /** A reading of an hourly run. */
    void reading(RunId run, MinerTelemetry reading) {
        reading(RunHeader.hourly(run), reading);
    }

    void reading(RunHeader run, MinerTelemetry reading) {
        reading(run.bytes(), reading.getMinerId(), reading);
    }

    /** A reading of somebody else's producer. */
    void foreignReading(MinerTelemetry reading) {
        reading((byte[]) null, reading.getMinerId(), reading);
    }

    /** @param header value of the header; null for none */
    void reading(byte[] header, Integer keyMinerId, MinerTelemetry reading) {
        RecordHeaders headers = new RecordHeaders();
        if (header != null) {
            headers.add(RunHeader.NAME, header);
        }
        telemetry(
                keyMinerId == null ? null : key(keyMinerId),
                telemetrySerde.serializer().serialize(TOPICS.telemetry(), reading),
                headers,
                reading.getRecordedAt().toEpochMilli());
    }

    void rawTelemetry(byte[] key, byte[] value) {
        telemetry(key, value, new RecordHeaders(), Scenario.MIDNIGHT.toEpochMilli());
    }

    private void telemetry(byte[] key, byte[] value, Headers headers, long timestampMs) {
        ConsumerRecord<byte[], byte[]> carrier =
                batch(readings++, timestampMs, key, value, headers).carrier();
        telemetry.pipeInput(new TestRecord<>(carrier.key(), carrier.value(), carrier.headers(), carrier.timestamp()));
    }

    /** A reading as the validator's consumer returns it. */
    static ReadingBatch batch(long offset, long timestampMs, byte[] key, byte[] value, Headers headers) {
        return new ReadingBatch(List.of(new ConsumerRecord<>(
                TOPICS.telemetry(),
                0,
                offset,
                timestampMs,
                TimestampType.CREATE_TIME,
                0,
                0,
                key,
                value,
                headers,
                Optional.empty())));
    }

    static Headers headers(Arrival.Reading reading) {
        RecordHeaders headers = new RecordHeaders();
        if (reading.header() != null) {
            headers.add(RunHeader.NAME, reading.header().getBytes(StandardCharsets.US_ASCII));
        }
        return headers;
    }

    void accept(Arrival arrival) {
        if (arrival instanceof Arrival.Entry entry) {
            byte[] value =
                    entry.miner() == null ? null : minerSerde.serializer().serialize(TOPICS.miners(), entry.miner());
            miners.pipeInput(key(entry.minerId()), value, entry.validFrom());
        } else if (arrival instanceof Arrival.Reading reading) {
            byte[] key = reading.key() == null ? null : key(reading.key());
            telemetry(key, bytes(reading.value()), headers(reading), 0);
        } else if (arrival instanceof Arrival.Garbage garbage) {
            rawTelemetry(key(garbage.key()), garbage.value());
        } else if (arrival instanceof Arrival.Mark mark) {
            watermark(mark.watermark());
        } else if (arrival instanceof Arrival.Silence silence) {
            driver.advanceWallClockTime(silence.length());
        }
    }

    void watermark(Watermark watermark) {
        watermarks.pipeInput(
                null, watermarkSerde.serializer().serialize(TOPICS.watermarks(), watermark), watermark.getClosed());
    }

    /** In the order in which a producer writes, roster first. */
    void play(Scenario scenario) {
        scenario.roster.forEach(this::roster);
        playRun(scenario);
    }

    void playRun(Scenario scenario) {
        scenario.telemetry.forEach(reading -> reading(scenario.run, reading));
        scenario.watermarks.forEach(this::watermark);
    }

    /** The three topics, each in its own order; {@code picks} says from which one the next record comes, 0 to 2. */
    void play(Scenario scenario, List<Integer> picks) {
        List<List<?>> inputs = List.of(scenario.telemetry, scenario.roster, scenario.watermarks);
        int[] next = new int[inputs.size()];
        List<Integer> all = new ArrayList<>(picks);
        // Whatever the picks leave over.
        for (int input = 0; input < inputs.size(); input++) {
            for (int i = 0; i < inputs.get(input).size(); i++) {
                all.add(input);
            }
        }
        for (int input : all) {
            if (next[input] < inputs.get(input).size()) {
                Object record = inputs.get(input).get(next[input]++);
                rosterBehind = next[1] < scenario.roster.size();
                if (record instanceof MinerTelemetry reading) {
                    reading(scenario.run, reading);
                } else if (record instanceof RosterRecord entry) {
                    roster(entry);
                } else {
                    watermark((Watermark) record);
                }
            }
        }
    }

    /** Long enough for complete windows, and for nothing else. */
    void passQuietPeriod() {
        driver.advanceWallClockTime(QUIET.plusMillis(100));
    }

    /** Long enough to give up waiting. */
    void passGracePeriod() {
        driver.advanceWallClockTime(GRACE.plusMillis(100));
    }

    /** Number of entries of a state store. */
    int entries(String store) {
        int entries = 0;
        try (KeyValueIterator<?, ?> all = store(store).all()) {
            for (; all.hasNext(); all.next()) {
                entries++;
            }
        }
        return entries;
    }

    /** What a state store holds as of the last record. */
    @SuppressWarnings("unchecked")
    <K, V> ReadOnlyKeyValueStore<K, V> store(String name) {
        return (ReadOnlyKeyValueStore<K, V>) driver.getAllStateStores().get(name);
    }

    List<TelemetryAlert> alerts() {
        return alerts.readValuesToList();
    }

    /** By fingerprint; null is a tombstone. */
    List<KeyValue<String, TelemetryAlert>> alertRecords() {
        return alerts.readKeyValuesToList();
    }

    List<WindowVerdict> verdicts() {
        return verdicts.readValuesToList();
    }

    List<TestRecord<String, WindowVerdict>> verdictRecords() {
        return verdicts.readRecordsToList();
    }

    List<TestRecord<byte[], byte[]>> quarantined() {
        return quarantine.readRecordsToList();
    }

    /** New records of alerts that fire. */
    List<TelemetryAlert> fired() {
        return alerts().stream()
                .filter(alert -> alert.getState() == AlertState.FIRING)
                .toList();
    }

    /** Fingerprints of all new alerts that fire. */
    List<String> fingerprints() {
        return fired().stream().map(TelemetryAlert::getFingerprint).toList();
    }

    TelemetryAlert onlyAlert() {
        return only(fired());
    }

    WindowVerdict onlyVerdict() {
        return only(verdicts());
    }

    /** Why the only new record in the quarantine is there. */
    String reason() {
        return header(only(quarantined()).headers(), QuarantineHandler.MESSAGE);
    }

    static String header(Headers headers, String name) {
        return new String(headers.lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static <T> T only(List<T> found) {
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    static byte[] key(int minerId) {
        try (IntegerSerializer serializer = new IntegerSerializer()) {
            return serializer.serialize(null, minerId);
        }
    }

    @Override
    public void close() {
        driver.close();
        try {
            Utils.delete(stateDir.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
