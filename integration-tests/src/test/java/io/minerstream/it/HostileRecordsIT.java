package io.minerstream.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.avro.MinerTelemetry;
import io.minerstream.avro.WindowVerdict;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.validator.ValidatorSettings;
import io.minerstream.pipeline.validator.Validators;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.SyntheticFleet;
import io.minerstream.producer.publish.RunListener;
import io.minerstream.producer.publish.TelemetryPublisher;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.producer.signal.SignalProfile;
import io.minerstream.schemas.run.RunHeader;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.run.TimeRange;
import io.minerstream.schemas.serde.AvroRecordSerde;
import io.minerstream.schemas.topic.TopicNames;
import io.minerstream.validator.TelemetryValidator;
import io.minerstream.validator.VerdictReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The validator outlives records that were made to stop it, also over a restart, and judges the next run. */
@ExtendWith(SharedPipeline.class)
class HostileRecordsIT {

    private static final TopicNames TOPICS = new TopicNames("hostile-");
    private static final TimeRange RANGE =
            TimeRange.hourly(Instant.parse("2026-03-01T00:00:00Z"), Instant.parse("2026-03-02T00:00:00Z"));
    private static final int RUN_IDS = 60_000;

    /** Bound of runs without watermark in a partition. */
    private static final int MOST_RUNS = 1000;

    private final Fleet fleet = new SyntheticFleet(20, 8, 42).load();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    @TempDir
    private Path state;

    @Test
    void shouldJudgeTheNextRun() throws Exception {
        Connections connections = SharedPipeline.prepared(TOPICS, 1);
        try (TelemetryValidator validator = start(connections)) {
            assertThat(validator.state().isRunningOrRebalancing()).isTrue();
            assertThat(judge(connections, "hostile1").getPassed()).isTrue();
            sendHostileRecords(connections);
            // The run comes behind them in the same partition.
            assertThat(judge(connections, "hostile2").getReceivedRecords()).isEqualTo(20 * 24);
        }
        try (TelemetryValidator validator = start(connections)) {
            assertThat(validator.state().isRunningOrRebalancing()).isTrue();
            assertThat(judge(connections, "hostile3").getPassed()).isTrue();
        }

        assertThat(failure.get()).isNull();
        assertQuarantine(RawTopic.read(connections, TOPICS.quarantine()));
        assertThat(liveKeys(connections, "runs")).hasSizeLessThanOrEqualTo(MOST_RUNS + 3);
        assertThat(liveKeys(connections, "time-points")).hasSizeLessThanOrEqualTo(MOST_RUNS + 24);
        assertThat(liveKeys(connections, "unrostered")).isEmpty();
    }

    private TelemetryValidator start(Connections connections) throws Exception {
        TelemetryValidator validator = Validators.create(
                connections, ValidatorSettings.of(state, Duration.ofSeconds(2)), Map.of(), failure::set);
        Validators.start(validator);
        return validator;
    }

    private WindowVerdict judge(Connections connections, String run) throws Exception {
        RunSpec spec =
                new RunSpec(new RunId(run), fleet.siteId(), RANGE, 42, SignalProfile.named("reference"), 10_000, true);
        new TelemetryPublisher(connections.kafkaProperties(), TOPICS, Clock.systemUTC())
                .publish(fleet, spec, RunListener.NONE);
        return new VerdictReader(TOPICS, connections.kafkaProperties(), connections.kafkaProperties())
                .await(spec.id(), 1, Duration.ofSeconds(90), (found, waited) -> {})
                .get(0);
    }

    private static void sendHostileRecords(Connections connections) throws Exception {
        ConsumerRecord<byte[], byte[]> reading =
                RawTopic.read(connections, TOPICS.telemetry()).get(0);
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        records.add(record(reading.key(), random(1_048_400), new RecordHeaders()));
        records.add(record(random(1_048_400), reading.value(), new RecordHeaders()));
        records.add(record(reading.key(), reading.value(), new RecordHeaders().add("run", random(1_000_000))));
        records.add(record(new byte[3], new byte[0], new RecordHeaders().add("large", random(1_000_000))));
        RunHeader attack = new RunHeader(new RunId("attack01"), Duration.ofSeconds(1));
        for (int day = 0; day < 150; day++) {
            byte[] value = at(
                    connections,
                    reading,
                    RANGE.from().minus(Duration.ofDays(day)).minusSeconds(1));
            records.add(record(reading.key(), value, new RecordHeaders().add(RunHeader.NAME, attack.bytes())));
        }
        for (int i = 0; i < RUN_IDS; i++) {
            byte[] run = RunHeader.hourly(RunId.of(i)).bytes();
            records.add(record(reading.key(), reading.value(), new RecordHeaders().add(RunHeader.NAME, run)));
        }
        RawTopic.send(connections, records);
    }

    private static ProducerRecord<byte[], byte[]> record(byte[] key, byte[] value, Headers headers) {
        return new ProducerRecord<>(TOPICS.telemetry(), 0, RANGE.from().toEpochMilli(), key, value, headers);
    }

    private static byte[] at(Connections connections, ConsumerRecord<byte[], byte[]> reading, Instant time) {
        try (Serde<MinerTelemetry> serde = AvroRecordSerde.of(MinerTelemetry.class, connections.kafkaProperties())) {
            MinerTelemetry telemetry = serde.deserializer().deserialize(reading.topic(), reading.value());
            telemetry.setRecordedAt(time);
            return serde.serializer().serialize(reading.topic(), telemetry);
        }
    }

    private static void assertQuarantine(List<ConsumerRecord<byte[], byte[]>> quarantine) {
        assertThat(quarantine)
                .anySatisfy(record -> {
                    assertThat(record.value()).hasSize(524_288);
                    assertThat(header(record, "quarantine.value.length")).isEqualTo("1048400");
                    assertThat(header(record, "quarantine.value.sha256")).hasSize(64);
                })
                .anySatisfy(record ->
                        assertThat(header(record, "quarantine.key.length")).isEqualTo("1048400"))
                .anySatisfy(record ->
                        assertThat(header(record, "quarantine.headers.omitted")).isEqualTo("1"));
        assertThat(quarantine)
                .extracting(record -> header(record, "__streams.errors.message"))
                .filteredOn(reason -> reason.contains("days of a run that wait for their verdict"))
                .hasSize(138);
    }

    private static String header(ConsumerRecord<?, ?> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** Keys that a state store has, as its changelog says. */
    private static Set<Bytes> liveKeys(Connections connections, String store) {
        Set<Bytes> keys = new HashSet<>();
        for (ConsumerRecord<byte[], byte[]> record :
                RawTopic.read(connections, "hostile-minerstream-validator-" + store + "-changelog")) {
            if (record.value() == null) {
                keys.remove(Bytes.wrap(record.key()));
            } else {
                keys.add(Bytes.wrap(record.key()));
            }
        }
        return keys;
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
