package io.minerstream.producer.publish;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.minerstream.avro.RunState;
import io.minerstream.avro.SimulationRun;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.SyntheticFleet;
import io.minerstream.producer.kafka.FakeCluster;
import io.minerstream.producer.kafka.PublishException;
import io.minerstream.producer.kafka.PublishException.Reason;
import io.minerstream.producer.pacing.RateProfile;
import io.minerstream.producer.run.CommitPolicy;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.producer.run.Shard;
import io.minerstream.producer.signal.ShareRate;
import io.minerstream.producer.signal.SignalProfile;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.run.TimeRange;
import io.minerstream.schemas.topic.TopicNames;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Readings that go out on several threads. */
final class SendingThreadsTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:20:30Z");
    private static final int MINERS = 5_000;
    private static final int HOURS = 3;
    private static final TopicNames TOPICS = TopicNames.DEFAULT;
    private static final Fleet FLEET = new SyntheticFleet(MINERS, 5, 42).load();
    private static final Map<String, String> PROPERTIES =
            Map.of("bootstrap.servers", "broker:9092", "schema.registry.url", "mock://threads");

    private WatchedProducer producer = new WatchedProducer();

    @ParameterizedTest
    @CsvSource({"2, auto", "3, 1000", "7, none"})
    void shouldSendTheSameRecordsInTheSameOrderOfEachPartition(int threads, String commit) {
        publish(1, commit);
        Map<Integer, List<String>> byOne = readings();
        producer = new WatchedProducer();
        int senders = Math.min(threads, FakeCluster.PARTITIONS);
        // The first ones wait for the others: on a busy machine one could send everything before another has started.
        producer.onReading = record -> {
            if (producer.threads.size() < senders) {
                await().until(() -> producer.threads.size() == senders);
            }
        };

        RunResult result = publish(threads, commit);

        assertThat(result.recordsAcknowledged()).isEqualTo(MINERS * HOURS);
        assertThat(readings()).isEqualTo(byOne).hasSize(FakeCluster.PARTITIONS);
        assertThat(producer.threads).hasSize(senders);
    }

    @Test
    void shouldSendOnTheCallingThreadWhatIsNotWorthAnother() {
        publish(3, "700", RateProfile.parse("constant:10000000"));
        assertThat(producer.threads).as("at a rate").containsExactly(Thread.currentThread());
        producer = new WatchedProducer();

        publish(3, "500");

        assertThat(producer.threads).as("few readings at a time").containsExactly(Thread.currentThread());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void shouldAbortEverythingWhenAnyThreadFails(int partition) {
        producer.onReading = record -> {
            if (record.partition() == partition) {
                throw new SerializationException("a reading of partition " + partition);
            }
        };

        PublishException failure = catchThrowableOfType(PublishException.class, () -> publish(3, "auto"));

        assertThat(failure)
                .hasMessageContainingAll("a reading of partition " + partition, "none of the 15000 readings");
        assertThat(readings()).isEmpty();
        assertThat(lastState()).isEqualTo(RunState.ABORTED);
        assertNobodySends();
    }

    @Test
    void shouldAbortWhenCancelled() {
        TelemetryPublisher publisher = publisher(3, RateProfile.MAX);
        producer.onReading = record -> publisher.cancel();

        PublishException failure = catchThrowableOfType(
                PublishException.class, () -> publisher.publish(FLEET, spec("auto"), RunListener.NONE));

        assertThat(failure.reason()).isEqualTo(Reason.CANCELLED);
        assertThat(readings()).isEmpty();
        assertNobodySends();
    }

    @Test
    void shouldTellTheProgressOfAllThreads() {
        Set<Long> told = ConcurrentHashMap.newKeySet();

        publisher(3, RateProfile.MAX).publish(FLEET, spec("700"), new RunListener() {
            @Override
            public void telemetryProgress(long sent, long acknowledged) {
                told.add(sent);
            }
        });

        assertThat(told).contains((long) MINERS * HOURS).allMatch(sent -> sent > 0 && sent <= MINERS * HOURS);
    }

    @Test
    void shouldRefuseNoThreads() {
        assertThatThrownBy(() -> publisher(0, RateProfile.MAX))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("threads: must be at least 1, got 0");
    }

    private static void assertNobodySends() {
        // They have done their last work when the failure is thrown, but may be about to end.
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("minerstream-send"));
    }

    private RunState lastState() {
        List<SpecificRecord> manifests = producer.history().stream()
                .filter(record -> record.topic().equals(TOPICS.runs()))
                .map(ProducerRecord::value)
                .toList();
        return ((SimulationRun) manifests.get(manifests.size() - 1)).getState();
    }

    /** What was sent to each partition, in order. */
    private Map<Integer, List<String>> readings() {
        return producer.history().stream()
                .filter(record -> record.topic().equals(TOPICS.telemetry()))
                .collect(groupingBy(
                        ProducerRecord::partition,
                        mapping(record -> record.timestamp() + " " + record.value(), toList())));
    }

    private RunResult publish(int threads, String commit) {
        return publish(threads, commit, RateProfile.MAX);
    }

    private RunResult publish(int threads, String commit, RateProfile rate) {
        return publisher(threads, rate).publish(FLEET, spec(commit), RunListener.NONE);
    }

    private TelemetryPublisher publisher(int threads, RateProfile rate) {
        return new TelemetryPublisher(
                        new FakeCluster(PROPERTIES).clients(config -> producer),
                        TOPICS,
                        Clock.fixed(NOW, ZoneOffset.UTC))
                .at(rate)
                .withThreads(threads);
    }

    private static RunSpec spec(String commit) {
        return new RunSpec(
                new RunId("aaaaaaaa"),
                5,
                TimeRange.last(NOW, Duration.ofHours(HOURS), TimeRange.HOURLY),
                42,
                SignalProfile.REFERENCE,
                ShareRate.DEFAULT_DIFFICULTY,
                100,
                false,
                CommitPolicy.parse(commit),
                Shard.ALL);
    }

    /** Notes which threads send readings. */
    private static final class WatchedProducer extends MockProducer<byte[], SpecificRecord> {

        private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
        private volatile Consumer<ProducerRecord<byte[], SpecificRecord>> onReading = record -> {};

        WatchedProducer() {
            super(FakeCluster.metadata(), true, null, new ByteArraySerializer(), (unused, value) -> new byte[] {1});
        }

        @Override
        public Future<RecordMetadata> send(ProducerRecord<byte[], SpecificRecord> record, Callback callback) {
            if (record.topic().equals(TOPICS.telemetry())) {
                threads.add(Thread.currentThread());
                onReading.accept(record);
            }
            return super.send(record, callback);
        }
    }
}
