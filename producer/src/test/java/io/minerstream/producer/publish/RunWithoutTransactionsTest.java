package io.minerstream.producer.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.minerstream.avro.RunState;
import io.minerstream.avro.SimulationRun;
import io.minerstream.avro.Watermark;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.SyntheticFleet;
import io.minerstream.producer.kafka.FakeCluster;
import io.minerstream.producer.kafka.PreflightException;
import io.minerstream.producer.kafka.PublishException;
import io.minerstream.producer.pacing.RateProfile;
import io.minerstream.producer.preflight.RunPreview;
import io.minerstream.producer.run.CommitPolicy;
import io.minerstream.producer.run.ExistingRunException;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.producer.run.Shard;
import io.minerstream.producer.signal.SignalProfile;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.run.TimeRange;
import io.minerstream.schemas.topic.TopicNames;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** {@code --commit none}: one producer without transactions for the readings, the transactional one for all else. */
final class RunWithoutTransactionsTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:20:30Z");
    private static final int MINERS = 50;
    private static final TopicNames TOPICS = TopicNames.DEFAULT;
    private static final Fleet FLEET = new SyntheticFleet(MINERS, 5, 42).load();
    private static final Map<String, String> PROPERTIES =
            Map.of("bootstrap.servers", "broker:9092", "schema.registry.url", "mock://without");

    private final FakeCluster cluster = new FakeCluster(PROPERTIES);
    private final List<Map<String, Object>> configs = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private RecordingProducer transactional = new RecordingProducer();
    private RecordingProducer direct = new RecordingProducer();

    @Test
    void shouldWriteReadingsOutsideOfTransactionsAndAllElseInThem() {
        RunResult result = publish(spec("none", 3));

        assertThat(topicsOf(direct)).containsOnly(TOPICS.telemetry()).hasSize(3 * MINERS);
        assertThat(topicsOf(transactional)).containsOnly(TOPICS.miners(), TOPICS.watermarks(), TOPICS.runs());
        assertThat(configs.get(1))
                .doesNotContainKeys("transactional.id", "transaction.timeout.ms")
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", "true");
        assertThat(direct.transactionInitialized()).isFalse();
        assertThat(direct.closed()).isTrue();
        assertThat(result.recordsAcknowledged()).isEqualTo(3 * MINERS);
        assertThat(result.mayHaveDuplicates()).isFalse();
        assertThat(lastManifest().getState()).isEqualTo(RunState.COMPLETED);
        assertThat(lastManifest().getExactlyOnce()).isFalse();
    }

    @Test
    void shouldWriteTheReadingsAndWatermarksThatTransactionsWouldHaveHad() {
        publish(spec("none", 3));
        List<ProducerRecord<byte[], SpecificRecord>> readings = direct.history();
        List<SpecificRecord> watermarks = values(transactional, TOPICS.watermarks());
        transactional = new RecordingProducer();
        publish(spec("auto", 3));

        assertThat(records(transactional, TOPICS.telemetry()))
                .usingRecursiveFieldByFieldElementComparator()
                .isEqualTo(readings);
        assertThat(values(transactional, TOPICS.watermarks())).isEqualTo(watermarks);
    }

    /** A watermark says that the readings are there: on its own it could overtake them. */
    @Test
    void shouldWriteWatermarksOnlyWhenTheBrokersHaveTheReadings() {
        transactional.onSend = record -> {
            if (record.value() instanceof Watermark) {
                told.add("flushed " + direct.flushedLast);
            }
        };
        publish(spec("none", 2));

        assertThat(told).hasSize(2 * FakeCluster.PARTITIONS).containsOnly("flushed true");
    }

    @Test
    void shouldStayOpenWhenInterruptedAndSayThatMoreMayBeThere() {
        direct.failAt = 70;

        PublishException failure = catchThrowableOfType(PublishException.class, () -> publish(spec("none", 3)));

        assertThat(failure)
                .hasMessage(
                        "Kafka at broker:9092 did not answer in time (no leader); check that it runs and that"
                                + " bootstrap.servers is right; run aaaaaaaa, without transactions: the first 0 of its 150 readings are"
                                + " written, others may be; start the same command again to resume, which may write those twice");
        assertThat(values(transactional, TOPICS.watermarks())).isEmpty();
        assertThat(lastManifest().getState()).isEqualTo(RunState.STARTED);
        assertThat(lastManifest().getProgress().getCommittedRecords()).isZero();
    }

    @Test
    void shouldResumeAfterItsProgressAndSayThatDuplicatesArePossible() {
        interrupt();

        RunResult result = publish(spec("none", 3));

        assertThat(told).containsExactly("duplicates possible from 0");
        assertThat(result.mayHaveDuplicates()).isTrue();
        assertThat(direct.history()).hasSize(3 * MINERS);
        assertThat(lastManifest().getState()).isEqualTo(RunState.COMPLETED);
    }

    @Test
    void shouldNotResumeInTransactions() {
        interrupt();

        assertThatThrownBy(() -> publish(spec("auto", 3)))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "1 finding, nothing was written:\n  commit: run aaaaaaaa was begun without transactions and cannot resume in them; start it with --commit"
                                + " none, or `minerstream runs abort aaaaaaaa` and --force");
        assertThat(transactional.history()).isEmpty();
    }

    @Test
    void shouldNotResumeWithoutTransactionsWhenBegunInThem() {
        transactional.failAt = MINERS + 1 + MINERS + FakeCluster.PARTITIONS + 1 + 5;
        assertThatThrownBy(() -> publish(spec("time-point", 3))).isInstanceOf(PublishException.class);
        afresh();

        assertThatThrownBy(() -> publish(spec("none", 3)))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "1 finding, nothing was written:\n  commit: run aaaaaaaa was begun in transactions and cannot resume without; start it without"
                                + " --commit none");
    }

    @Test
    void shouldStandInTheWayOfOtherRunsToItsEnd() {
        interrupt();

        assertThatThrownBy(() -> publish(new RunSpec(
                        new RunId("bbbbbbbb"),
                        5,
                        TimeRange.last(NOW, Duration.ofHours(1), TimeRange.HOURLY),
                        43,
                        SignalProfile.REFERENCE,
                        100,
                        false)))
                .isInstanceOf(ExistingRunException.class)
                .hasMessageContaining("run aaaaaaaa wrote at least 0 records");
    }

    @Test
    void shouldSendAtARateAndNoteItsProgressAtEachTimePoint() {
        RunResult result = publisher().at(RateProfile.parse("2000")).publish(FLEET, spec("none", 3), listener());

        assertThat(result.telemetryElapsed()).isGreaterThanOrEqualTo(Duration.ofMillis(74));
        assertThat(result.lateness()).isPresent();
        assertThat(transactional.commitCount())
                .as("the roster, and each hour's watermarks and progress")
                .isEqualTo(1 + 3);
    }

    @Test
    void shouldWriteTheWatermarksOfAShardWithoutMiners() {
        Fleet one = new SyntheticFleet(1, 5, 42).load();
        long watermarks = 0;
        for (int shard = 0; shard < FakeCluster.PARTITIONS; shard++) {
            transactional = new RecordingProducer();
            direct = new RecordingProducer();
            publisher().publish(one, spec("none", 2, new Shard(shard, FakeCluster.PARTITIONS)), listener());
            watermarks += values(transactional, TOPICS.watermarks()).size();
            assertThat(lastManifest().getState()).isEqualTo(RunState.COMPLETED);
        }

        assertThat(watermarks).isEqualTo(2 * FakeCluster.PARTITIONS);
    }

    @Test
    void shouldPreviewWithoutCheckingTransactionTimeouts() {
        cluster.maxTransactionTimeout = Duration.ofSeconds(1);

        RunPreview preview = publisher().at(RateProfile.parse("0.01")).preview(FLEET, spec("none", 3), 1);

        assertThat(preview.findings()).isEmpty();
        assertThat(preview.spec().commit().isExactlyOnce()).isFalse();
    }

    private void interrupt() {
        direct.failAt = 70;
        assertThatThrownBy(() -> publish(spec("none", 3))).isInstanceOf(PublishException.class);
        afresh();
    }

    /** Another process after what the first one left. */
    private void afresh() {
        cluster.append(transactional);
        transactional = new RecordingProducer();
        direct = new RecordingProducer();
        told.clear();
    }

    private RunResult publish(RunSpec spec) {
        return publisher().publish(FLEET, spec, listener());
    }

    private RunListener listener() {
        return new RunListener() {
            @Override
            public void mayHaveDuplicates(long from) {
                told.add("duplicates possible from " + from);
            }
        };
    }

    private TelemetryPublisher publisher() {
        return new TelemetryPublisher(
                cluster.clients(config -> {
                    configs.add(config);
                    return config.containsKey("transactional.id") ? transactional : direct;
                }),
                TOPICS,
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static RunSpec spec(String commit, int hours) {
        return spec(commit, hours, Shard.ALL);
    }

    private static RunSpec spec(String commit, int hours, Shard shard) {
        return new RunSpec(
                new RunId("aaaaaaaa"),
                5,
                TimeRange.last(NOW, Duration.ofHours(hours), TimeRange.HOURLY),
                42,
                SignalProfile.REFERENCE,
                65_536,
                1_000,
                false,
                CommitPolicy.parse(commit),
                shard);
    }

    private SimulationRun lastManifest() {
        List<SpecificRecord> manifests = values(transactional, TOPICS.runs());
        return (SimulationRun) manifests.get(manifests.size() - 1);
    }

    private static List<String> topicsOf(RecordingProducer producer) {
        return producer.history().stream().map(ProducerRecord::topic).toList();
    }

    private static List<SpecificRecord> values(RecordingProducer producer, String topic) {
        return records(producer, topic).stream().map(ProducerRecord::value).toList();
    }

    private static List<ProducerRecord<byte[], SpecificRecord>> records(RecordingProducer producer, String topic) {
        return producer.history().stream()
                .filter(record -> record.topic().equals(topic))
                .toList();
    }

    /** Kafka's mock, one record of which can fail. */
    private static final class RecordingProducer extends MockProducer<byte[], SpecificRecord> {

        int failAt = -1;
        boolean flushedLast;
        Consumer<ProducerRecord<byte[], SpecificRecord>> onSend = record -> {};

        RecordingProducer() {
            super(true, (Partitioner) null, new ByteArraySerializer(), (unused, value) -> new byte[] {1});
        }

        @Override
        public synchronized Future<RecordMetadata> send(
                ProducerRecord<byte[], SpecificRecord> record, Callback callback) {
            flushedLast = false;
            onSend.accept(record);
            if (--failAt == 0) {
                callback.onCompletion(null, new TimeoutException("no leader"));
            }
            return super.send(record, callback);
        }

        @Override
        public synchronized void flush() {
            super.flush();
            flushedLast = true;
        }
    }
}
