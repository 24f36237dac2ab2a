package io.minerstream.pipeline.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.avro.MinerTelemetry;
import io.minerstream.avro.RunProgress;
import io.minerstream.avro.RunState;
import io.minerstream.avro.SimulationRun;
import io.minerstream.pipeline.verify.ForeignRecords.ForeignRecord;
import io.minerstream.pipeline.verify.ForeignRecords.Kind;
import io.minerstream.producer.fleet.SyntheticFleet;
import io.minerstream.producer.replay.RunReplay;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.producer.signal.SignalProfile;
import io.minerstream.schemas.run.RunHeader;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.run.TimeRange;
import io.minerstream.schemas.serde.AvroRecordSerde;
import io.minerstream.schemas.topic.RecordKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TopicComparisonTest {

    private static final String TOPIC = "miner-telemetry";
    private static final Map<String, String> REGISTRY = Map.of("schema.registry.url", "mock://topic-comparison");
    private static final Instant FROM = Instant.parse("2026-11-01T00:00:00Z");
    private static final TimeRange RANGE = new TimeRange(FROM, FROM.plus(Duration.ofHours(2)), TimeRange.HOURLY);
    private static final RunId RUN = new RunId("6vj7qhw8");
    private static final RunId KNOWN = new RunId("k3x9q2mv");

    private final Serde<MinerTelemetry> serde = AvroRecordSerde.of(MinerTelemetry.class, REGISTRY);
    private final RunReplay replay =
            RunReplay.of(RunSpec.of(5, RANGE, 42, SignalProfile.REALISTIC), new SyntheticFleet(2, 5, 42).load());
    private final int miner = replay.minerId(0);
    private final TopicComparison comparison = new TopicComparison(run(), REGISTRY, KNOWN::equals, 10);
    private long offset;

    @AfterEach
    void close() {
        comparison.close();
        serde.close();
    }

    @Test
    void shouldNameAReadingWithoutARunThatHasTheKeyOfAGeneratedOne() {
        accept(null, miner, value(miner, FROM));

        assertForeign(new ForeignRecord(Kind.SAME_KEY, miner, FROM, "partition 0, offset 0"));
    }

    @Test
    void shouldNameAReadingBetweenTwoTimePoints() {
        accept(null, miner, value(miner, FROM.plusSeconds(7)));

        assertForeign(new ForeignRecord(Kind.OFF_INTERVAL, miner, FROM.plusSeconds(7), "partition 0, offset 0"));
    }

    @Test
    void shouldNameAReadingOfARunThatNobodyKnows() {
        accept("attack01/300", miner, value(miner, FROM));

        assertForeign(new ForeignRecord(Kind.SAME_KEY, miner, FROM, "partition 0, offset 0"));
    }

    @Test
    void shouldNameWhatCannotBeRead() {
        accept(null, miner, new byte[] {1, 2, 3});
        accept("no run", 0, null);

        ForeignRecords foreign = comparison.foreign(false);
        assertThat(foreign.count()).isOne();
        assertThat(foreign.first())
                .singleElement()
                .satisfies(record -> assertThat(record.kind()).isEqualTo(Kind.UNREADABLE))
                .satisfies(record -> assertThat(record.minerId()).isEqualTo(miner))
                .satisfies(record -> assertThat(record.where()).startsWith("partition 0, offset 0: "));
        assertThat(foreign.passed()).isFalse();
        assertThat(comparison.foreign(true).passed()).isTrue();
    }

    @Test
    void shouldIgnoreKnownRunsOtherMinersAndOtherTimes() {
        accept(KNOWN.text(), miner, value(miner, FROM));
        accept(null, 0, value(0, FROM));
        accept(null, miner, value(miner, FROM.minusMillis(1)));
        accept(null, miner, value(miner, RANGE.to()));

        assertThat(comparison.foreign(false)).isEqualTo(ForeignRecords.NONE);
        assertThat(comparison.finish().found()).isZero();
    }

    private void assertForeign(ForeignRecord expected) {
        assertThat(comparison.foreign(false).first()).containsExactly(expected);
        assertThat(comparison.foreign(false).passed()).isFalse();
        assertThat(comparison.finish().found()).as("rows of the run").isZero();
    }

    private void accept(String run, int key, byte[] value) {
        RecordHeaders headers = new RecordHeaders();
        if (run != null) {
            headers.add(RunHeader.NAME, run.getBytes(StandardCharsets.US_ASCII));
        }
        comparison.accept(new ConsumerRecord<>(
                TOPIC,
                0,
                offset++,
                FROM.toEpochMilli(),
                TimestampType.CREATE_TIME,
                4,
                value == null ? -1 : value.length,
                RecordKey.of(key),
                value,
                headers,
                Optional.empty()));
    }

    private byte[] value(int minerId, Instant recordedAt) {
        MinerTelemetry value = MinerTelemetry.newBuilder()
                .setMinerId(minerId)
                .setRecordedAt(recordedAt)
                .setHashrate(90.0)
                .setPowerConsumption(3_000.0)
                .setTemperature(60.0)
                .setFanSpeed(5_000)
                .setAcceptedShares(1)
                .setRejectedShares(0)
                .build();
        return serde.serializer().serialize(TOPIC, value);
    }

    private RunToVerify run() {
        return RunToVerify.known(
                SimulationRun.newBuilder()
                        .setRunId(RUN.text())
                        .setSiteId(5)
                        .setFrom(RANGE.from())
                        .setTo(RANGE.to())
                        .setIntervalSeconds(3600)
                        .setSeed(42)
                        .setProfile("realistic")
                        .setMiners(2)
                        .setPartitions(6)
                        .setExpectedRecords(4)
                        .setState(RunState.COMPLETED)
                        .setStartedAt(FROM)
                        .setUpdatedAt(FROM)
                        .setProgress(RunProgress.newBuilder()
                                .setCommittedRecords(4)
                                .setCommittedUntil(RANGE.to())
                                .build())
                        .build(),
                replay,
                RunToVerify.FleetOrigin.ROSTER);
    }
}
