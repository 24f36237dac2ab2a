package io.minerstream.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.minerstream.avro.MinerTelemetry;
import io.minerstream.avro.RunState;
import io.minerstream.avro.SimulationRun;
import io.minerstream.avro.Watermark;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.SyntheticFleet;
import io.minerstream.producer.kafka.PublishException;
import io.minerstream.producer.publish.RunListener;
import io.minerstream.producer.publish.RunResult;
import io.minerstream.producer.publish.TelemetryPublisher;
import io.minerstream.producer.record.RunHistoryReader;
import io.minerstream.producer.run.ExistingRunException;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.producer.signal.SignalProfile;
import io.minerstream.schemas.run.RunHeader;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.run.TimeRange;
import io.minerstream.schemas.serde.AvroRecordSerde;
import io.minerstream.schemas.serde.SchemaRegistry;
import io.minerstream.schemas.serde.SubjectName;
import io.minerstream.schemas.topic.TopicNames;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.utils.Utils;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a run leaves on a real broker: seen by raw consumers that read committed records only. */
@ExtendWith(SharedPipeline.class)
class TelemetryPublisherIT {

    private static final int PARTITIONS = 4;
    private static final TimeRange DAY =
            TimeRange.hourly(Instant.parse("2026-02-01T05:00:00Z"), Instant.parse("2026-02-02T05:00:00Z"));

    @Test
    void shouldWriteEachMinerAndHourOnceAndCountThemInTheWatermarks() {
        Connections connections = SharedPipeline.prepared(new TopicNames("pub-exact-"), PARTITIONS);
        Fleet fleet = new SyntheticFleet(500, 7, 42).load();
        RunResult result = publisher(connections).publish(fleet, spec("exact001", 7, DAY), RunListener.NONE);

        assertThat(result.recordsAcknowledged()).isEqualTo(500 * 24);
        List<ConsumerRecord<byte[], byte[]>> readings =
                RawTopic.read(connections, connections.topics().telemetry());
        assertThat(readings).hasSize(500 * 24);
        Map<Integer, Long> hoursByMiner = readings.stream()
                .collect(Collectors.groupingBy(
                        record -> ByteBuffer.wrap(record.key()).getInt(),
                        Collectors.collectingAndThen(
                                Collectors.mapping(ConsumerRecord::timestamp, Collectors.toSet()),
                                hours -> (long) hours.size())));
        assertThat(hoursByMiner).hasSize(500);
        assertThat(hoursByMiner.values()).containsOnly(24L);
        assertThat(readings)
                .allMatch(record -> record.partition() == Utils.toPositive(Utils.murmur2(record.key())) % PARTITIONS)
                .allMatch(record -> RunHeader.parse(
                                record.headers().lastHeader(RunHeader.NAME).value())
                        .equals(Optional.of(RunHeader.hourly(result.runId()))));
        Map<List<Long>, Long> counted = readings.stream()
                .collect(Collectors.groupingBy(
                        record -> List.of((long) record.partition(), record.timestamp()), Collectors.counting()));
        List<Watermark> watermarks = decode(connections, connections.topics().watermarks(), Watermark.class);
        assertThat(watermarks).hasSize(PARTITIONS * 24);
        assertThat(watermarks.stream()
                        .collect(Collectors.toMap(
                                mark -> List.of(
                                        (long) mark.getPartition(),
                                        mark.getClosed().toEpochMilli()),
                                Watermark::getRecords)))
                .isEqualTo(counted);
        assertThat(RawTopic.read(connections, connections.topics().miners())).hasSize(500);
    }

    /** What kcat and other clients see: byte 0, 4-byte schema id, Avro body; the schema under the topic's subject. */
    @Test
    void shouldWriteTheConfluentWireFormat() throws Exception {
        Connections connections = SharedPipeline.prepared(new TopicNames("pub-wire-"), PARTITIONS);
        Fleet fleet = new SyntheticFleet(10, 7, 42).load();
        publisher(connections).publish(fleet, spec("wire0001", 7, DAY), RunListener.NONE);

        String topic = connections.topics().telemetry();
        try (SchemaRegistry registry = connections.openRegistry()) {
            var registered = registry.latest(SubjectName.ofValue(topic));
            assertThat(registered.schema()).isEqualTo(MinerTelemetry.getClassSchema());
            for (ConsumerRecord<byte[], byte[]> record : RawTopic.read(connections, topic)) {
                ByteBuffer message = ByteBuffer.wrap(record.value());
                assertThat(message.get()).isZero();
                assertThat(message.getInt()).isEqualTo(registered.id());
                GenericRecord body = new GenericDatumReader<GenericRecord>(registered.schema())
                        .read(null, DecoderFactory.get().binaryDecoder(record.value(), 5, message.remaining(), null));
                assertThat(body.get("miner_id"))
                        .isEqualTo(ByteBuffer.wrap(record.key()).getInt());
                assertThat(body.get("recorded_at")).isEqualTo(record.timestamp());
            }
        }
    }

    @Test
    void shouldLeaveNothingWhenTheBrokerRefusesAReading() throws Exception {
        Connections connections = SharedPipeline.prepared(new TopicNames("pub-refused-"), PARTITIONS);
        Fleet fleet = new SyntheticFleet(100, 7, 42).load();
        // Only once the run is on its way: the preflight would find it. A second thread would go on meanwhile.
        RunListener limiting = whenSent(1_000, () -> limitMessages(connections, "100"));

        PublishException failure = catchThrowableOfType(
                PublishException.class,
                () -> publisher(connections).withThreads(1).publish(fleet, spec("refuse01", 7, DAY), limiting));

        assertThat(failure.reason()).isEqualTo(PublishException.Reason.REFUSED);
        assertThat(failure).hasMessageEndingWith("; none of the 2400 readings of run refuse01 are committed");
        assertNothingCommitted(connections, "refuse01", 7);

        limitMessages(connections, "1048588");
        publisher(connections).publish(fleet, spec("refuse02", 7, DAY), RunListener.NONE);
        assertThat(RawTopic.read(connections, connections.topics().telemetry())).hasSize(100 * 24);
    }

    @Test
    void shouldLeaveNothingWhenCancelled() {
        Connections connections = SharedPipeline.prepared(new TopicNames("pub-cancel-"), PARTITIONS);
        Fleet fleet = new SyntheticFleet(500, 7, 42).load();
        TelemetryPublisher publisher = publisher(connections);

        PublishException failure = catchThrowableOfType(
                PublishException.class,
                () -> publisher.publish(fleet, spec("cancel01", 7, DAY), whenSent(5_000, publisher::cancel)));

        assertThat(failure.reason()).isEqualTo(PublishException.Reason.CANCELLED);
        assertNothingCommitted(connections, "cancel01", 7);
    }

    @Test
    void shouldFenceTheFirstGeneratorOfASiteByTheSecond() throws Exception {
        Connections connections = SharedPipeline.prepared(new TopicNames("pub-fence-"), PARTITIONS);
        Fleet fleet = new SyntheticFleet(500, 7, 42).load();
        CountDownLatch halfWay = new CountDownLatch(1);
        CountDownLatch secondIsDone = new CountDownLatch(1);
        CompletableFuture<PublishException> first = CompletableFuture.supplyAsync(
                () -> catchThrowableOfType(PublishException.class, () -> publisher(connections)
                        .publish(fleet, spec("fence001", 7, DAY), whenSent(5_000, () -> {
                            halfWay.countDown();
                            await(secondIsDone);
                        }))));
        await(halfWay);
        publisher(connections).publish(fleet, spec("fence002", 7, DAY), RunListener.NONE);
        secondIsDone.countDown();

        PublishException failure = first.get(60, TimeUnit.SECONDS);
        assertThat(failure.reason()).isEqualTo(PublishException.Reason.FENCED);
        assertThat(failure)
                .hasMessage("another generator of site_id=7 took over (transactional.id"
                        + " pub-fence-minerstream-generate-site-7); run one generator of a site at a time; none of the 12000"
                        + " readings of run fence001 are committed");
        assertThat(RawTopic.read(connections, connections.topics().telemetry()))
                .hasSize(500 * 24)
                .allMatch(record -> RunHeader.parse(
                                record.headers().lastHeader(RunHeader.NAME).value())
                        .orElseThrow()
                        .run()
                        .text()
                        .equals("fence002"));
    }

    @Test
    void shouldCommitALargeRunInPiecesAndKnowHowFarItCame() {
        Connections connections = SharedPipeline.prepared(new TopicNames("pub-large-"), PARTITIONS);
        Fleet fleet = new SyntheticFleet(50_000, 7, 42).load();
        TelemetryPublisher publisher = publisher(connections);

        PublishException failure = catchThrowableOfType(
                PublishException.class,
                () -> publisher.publish(fleet, spec("large001", 7, DAY), new RunListener() {
                    @Override
                    public void committed(long records) {
                        publisher.cancel();
                    }
                }));

        assertThat(failure)
                .hasMessage("cancelled; run large001: 1000000 of 1200000 readings are committed; start the"
                        + " same command again to resume");
        assertThat(RawTopic.read(connections, connections.topics().telemetry()).size())
                .isEqualTo(1_000_000);
        SimulationRun run = onlyRun(connections, 7);
        assertThat(run.getState()).isEqualTo(RunState.STARTED);
        assertThat(run.getProgress().getCommittedRecords()).isEqualTo(1_000_000);
        ExistingRunException existing = catchThrowableOfType(ExistingRunException.class, () -> publisher(connections)
                .publish(fleet, spec("large002", 7, DAY), RunListener.NONE));
        assertThat(existing).hasMessageContaining("run large001 wrote 1000000 records");
    }

    private static void assertNothingCommitted(Connections connections, String runId, int siteId) {
        assertThat(RawTopic.read(connections, connections.topics().telemetry())).isEmpty();
        assertThat(RawTopic.read(connections, connections.topics().watermarks()))
                .isEmpty();
        SimulationRun run = onlyRun(connections, siteId);
        assertThat(run.getRunId()).isEqualTo(runId);
        assertThat(run.getState()).isEqualTo(RunState.ABORTED);
        assertThat(run.getProgress().getCommittedRecords()).isZero();
    }

    private static SimulationRun onlyRun(Connections connections, int siteId) {
        List<SimulationRun> runs = RunHistoryReader.read(connections.kafkaProperties(), connections.topics())
                .of(siteId);
        assertThat(runs).hasSize(1);
        return runs.get(0);
    }

    private static TelemetryPublisher publisher(Connections connections) {
        return new TelemetryPublisher(connections.kafkaProperties(), connections.topics(), Clock.systemUTC());
    }

    private static RunSpec spec(String id, int siteId, TimeRange range) {
        return new RunSpec(new RunId(id), siteId, range, 42, SignalProfile.REFERENCE, 1_000, false);
    }

    /** Once, and at the first progress from there on: several threads send. */
    private static RunListener whenSent(long records, Runnable action) {
        return new RunListener() {
            private boolean isDone;

            @Override
            public void telemetryProgress(long sent, long acknowledged) {
                if (sent >= records && !isDone) {
                    isDone = true;
                    action.run();
                }
            }
        };
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void limitMessages(Connections connections, String bytes) {
        ConfigResource topic = new ConfigResource(
                ConfigResource.Type.TOPIC, connections.topics().telemetry());
        ConfigEntry entry = new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, bytes);
        try (Admin admin = connections.openAdmin()) {
            admin.incrementalAlterConfigs(Map.of(topic, List.of(new AlterConfigOp(entry, AlterConfigOp.OpType.SET))))
                    .all()
                    .get(30, TimeUnit.SECONDS);
            Awaitility.await()
                    .until(() -> bytes.equals(admin.describeConfigs(List.of(topic))
                            .values()
                            .get(topic)
                            .get(30, TimeUnit.SECONDS)
                            .get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG)
                            .value()));
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("the topic must take a limit of " + bytes + " bytes", e);
        }
    }

    private static <T extends SpecificRecord> List<T> decode(Connections connections, String topic, Class<T> type) {
        try (Serde<T> serde = AvroRecordSerde.of(type, connections.kafkaProperties())) {
            return RawTopic.read(connections, topic).stream()
                    .map(record -> serde.deserializer().deserialize(topic, record.value()))
                    .toList();
        }
    }
}
