package io.minerstream.producer.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minerstream.avro.HostingMiner;
import io.minerstream.avro.MinerTelemetry;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.StatusMix;
import io.minerstream.producer.fleet.SyntheticFleet;
import io.minerstream.producer.fleet.schedule.StatusSchedule;
import io.minerstream.producer.kafka.FakeCluster;
import io.minerstream.producer.kafka.PreflightException;
import io.minerstream.producer.kafka.PublishException;
import io.minerstream.producer.record.FleetChecksum;
import io.minerstream.producer.run.CommitPolicy;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.producer.run.Shard;
import io.minerstream.producer.signal.ShareRate;
import io.minerstream.producer.signal.SignalProfile;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.run.TimeRange;
import io.minerstream.schemas.topic.TopicNames;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** Runs of fleets whose miners change their status. */
final class ScheduledRunTest {

    private static final TopicNames TOPICS = TopicNames.DEFAULT;
    private static final Instant FROM = Instant.parse("2026-11-01T00:00:00Z");
    private static final int HOURS = 6;
    private static final int MINERS = 20;
    /** All active. */
    private static final Fleet UNSCHEDULED = new SyntheticFleet(MINERS, 5, 42, StatusMix.parse("active=1"), 1).load();

    private static final Fleet FLEET = UNSCHEDULED.withSchedule(StatusSchedule.builder()
            .add(3, FROM.minusSeconds(60), "maintenance")
            .add(3, hour(3), "active")
            .add(7, hour(1).plusSeconds(1), "offline")
            .add(7, hour(4), "active")
            .add(9, hour(2), "active")
            .add(11, hour(2), "offline")
            .add(11, hour(HOURS), "active")
            .build());

    private final Map<String, String> properties =
            Map.of("bootstrap.servers", "broker:9092", "schema.registry.url", "mock://scheduled");
    private final FakeCluster cluster = new FakeCluster(properties);
    private BreakingProducer producer = new BreakingProducer();
    private int rosterWritten;
    private final RunListener rosterListener = new RunListener() {
        @Override
        public void rosterCommitted(int written, int unchanged) {
            rosterWritten = written;
        }
    };

    @Test
    void shouldGiveEachReadingTheStatusOfItsTimePoint() {
        publish(FLEET, spec(FROM));

        assertThat(hoursWithoutTemperature(7)).as("from the next time point on").containsExactly(2, 3);
        assertThat(hoursWithoutTemperature(11)).containsExactly(2, 3, 4, 5);
        assertThat(hoursWithoutTemperature(3)).isEmpty();
        assertThat(readings()).hasSize(MINERS * HOURS);
    }

    @Test
    void shouldLeaveTheBytesOfOtherMinersAndTimesAsTheyWere() {
        publish(UNSCHEDULED, spec(FROM));
        List<String> unscheduled = contents(TOPICS.telemetry());
        producer = new BreakingProducer();
        publish(FLEET, PublisherFixture.forced(spec(FROM)));
        List<String> scheduled = contents(TOPICS.telemetry());
        List<MinerTelemetry> readings = readings();

        List<String> changed = new ArrayList<>();
        for (int i = 0; i < scheduled.size(); i++) {
            if (!scheduled.get(i).equals(unscheduled.get(i))) {
                changed.add(readings.get(i).getMinerId() + "@" + i / MINERS);
            }
        }
        assertThat(changed)
                .containsExactlyInAnyOrder("3@0", "3@1", "3@2", "7@2", "7@3", "11@2", "11@3", "11@4", "11@5");
    }

    @Test
    void shouldPublishEachChangeBeforeTheFirstReading() {
        RunResult result = publish(FLEET, spec(FROM));

        assertThat(roster())
                .hasSize(MINERS + 4)
                .contains("3 maintenance@0", "7 active@0", "9 active@0", "11 active@0")
                .containsSubsequence(
                        "3 maintenance@0", "3 active@10800", "7 active@0", "7 offline@3601", "7 active@14400")
                .containsSubsequence("11 active@0", "11 offline@7200");
        assertThat(producer.history().subList(0, MINERS + 4))
                .allMatch(record -> record.topic().equals(TOPICS.miners()));
        assertThat(rosterWritten).isEqualTo(MINERS);
        assertThat(result.scheduledChanges()).isEqualTo(5);
        assertThat(result.statusDistribution()).isEqualTo(Map.of("active", MINERS - 1, "maintenance", 1));
    }

    @Test
    void shouldWriteNothingOfMinersWhoseChangesAreThereAlready() {
        published(FLEET, spec(FROM));

        publish(FLEET, PublisherFixture.forced(spec(FROM)));

        assertThat(rosterWritten).isZero();
    }

    /** Its own readings must not be judged by changes that it does not have. */
    @Test
    void shouldTakeChangesBackThatAnotherRunOfTheRangeDoesNotHave() {
        published(FLEET, spec(FROM));

        publish(UNSCHEDULED, PublisherFixture.forced(spec(FROM)));

        assertThat(roster()).containsExactlyInAnyOrder("3 active@0", "7 active@0", "11 active@0");
    }

    /** A run over earlier hours says nothing of the later ones, whose readings are there already. */
    @Test
    void shouldSayOnceMoreWhatIsSaidOfTheTimeAfterTheRun() {
        published(FLEET, spec(FROM));
        Instant dayBefore = FROM.minus(Duration.ofDays(1));

        publish(FLEET, spec(dayBefore));

        assertThat(roster())
                .hasSize(MINERS + 5)
                .containsSubsequence("3 active@-86400", "3 maintenance@0", "3 active@10800")
                .containsSubsequence("7 active@-86400", "7 offline@3601", "7 active@14400")
                .containsSubsequence("9 active@-86400", "11 active@-86400", "11 offline@7200");
    }

    @Test
    void shouldNeedNoEntriesForTheNextRange() {
        published(FLEET, spec(FROM));

        publish(FLEET, spec(hour(HOURS)));

        assertThat(roster()).as("the change at the very end of the range").containsExactly("11 active@21600");
    }

    @Test
    void shouldResumeWithTheSameReadings() {
        publish(FLEET, spec(FROM));
        List<String> whole = contents(TOPICS.telemetry());
        producer = new BreakingProducer();
        producer.breakAtReading(3 * MINERS + 10);
        assertThatThrownBy(() -> publish(FLEET, spec(FROM))).isInstanceOf(PublishException.class);
        List<String> parts = new ArrayList<>(contents(TOPICS.telemetry()));
        published();

        assertThat(publish(FLEET, spec(FROM)).recordsResumed()).isEqualTo(3 * MINERS);

        assertThat(roster()).isEmpty();
        parts.addAll(contents(TOPICS.telemetry()));
        assertThat(parts).containsExactlyElementsOf(whole);
    }

    @Test
    void shouldWriteTheSameInShards() {
        publish(FLEET, spec(FROM));
        List<String> whole = Stream.of(TOPICS.telemetry(), TOPICS.miners())
                .flatMap(topic -> contents(topic).stream())
                .toList();
        List<String> parts = new ArrayList<>();
        for (int shard = 0; shard < 2; shard++) {
            producer = new BreakingProducer();
            publish(FLEET, spec(FROM, new Shard(shard, 2)));
            Stream.of(TOPICS.telemetry(), TOPICS.miners()).forEach(topic -> parts.addAll(contents(topic)));
        }

        assertThat(parts).containsExactlyInAnyOrderElementsOf(whole);
    }

    @Test
    void shouldNotResumeWithAnotherSchedule() {
        interrupt();
        Fleet other = UNSCHEDULED.withSchedule(
                StatusSchedule.builder().add(8, hour(4), "offline").build());

        assertThatThrownBy(() -> publish(other, spec(FROM)))
                .isInstanceOf(PreflightException.class)
                .hasMessageContaining("the rest would be of another fleet");
    }

    @Test
    void shouldResumeWhenTheScheduleDiffersOnlyWhereNoReadingIs() {
        interrupt();
        StatusSchedule.Builder later = StatusSchedule.builder().add(8, hour(HOURS), "offline");
        StatusSchedule schedule = FLEET.schedule();
        for (int change = 0; change < schedule.size(); change++) {
            if (schedule.minerId(change) != 9) {
                later.add(schedule.minerId(change), schedule.from(change), schedule.statusText(change));
            }
        }

        assertThat(publish(UNSCHEDULED.withSchedule(later.build()), spec(FROM)).recordsResumed())
                .isEqualTo(3 * MINERS);
    }

    @Test
    void shouldKeepTheChecksumOfFleetsWithoutSchedule() {
        TimeRange range = spec(FROM).range();

        // As computed by the version that knew no schedules.
        assertThat(FleetChecksum.of(UNSCHEDULED, range)).isEqualTo(CHECKSUM_BEFORE_SCHEDULES);
        assertThat(FleetChecksum.of(FLEET, range)).isNotEqualTo(CHECKSUM_BEFORE_SCHEDULES);
    }

    private static final long CHECKSUM_BEFORE_SCHEDULES = 6016743963974749058L;

    private void interrupt() {
        producer.breakAtReading(3 * MINERS + 10);
        assertThatThrownBy(() -> publish(FLEET, spec(FROM))).isInstanceOf(PublishException.class);
        published();
    }

    private void published(Fleet fleet, RunSpec spec) {
        publish(fleet, spec);
        published();
    }

    private void published() {
        cluster.append(producer);
        producer = new BreakingProducer();
    }

    private RunResult publish(Fleet fleet, RunSpec spec) {
        return new TelemetryPublisher(
                        cluster.clients(config -> producer),
                        TOPICS,
                        Clock.fixed(FROM.plus(Duration.ofDays(1)), ZoneOffset.UTC))
                .publish(fleet, spec, rosterListener);
    }

    private static RunSpec spec(Instant from) {
        return spec(from, Shard.ALL);
    }

    private static RunSpec spec(Instant from, Shard shard) {
        return new RunSpec(
                        RunId.of(0),
                        5,
                        TimeRange.hourly(from, from.plus(Duration.ofHours(HOURS))),
                        42,
                        SignalProfile.REALISTIC,
                        ShareRate.DEFAULT_DIFFICULTY,
                        1_000,
                        false,
                        CommitPolicy.parse("time-point"),
                        shard)
                .withDerivedId();
    }

    private static Instant hour(int hour) {
        return FROM.plus(Duration.ofHours(hour));
    }

    private List<MinerTelemetry> readings() {
        return records(TOPICS.telemetry())
                .map(record -> (MinerTelemetry) record.value())
                .toList();
    }

    private List<Integer> hoursWithoutTemperature(int minerId) {
        return readings().stream()
                .filter(reading -> reading.getMinerId() == minerId && reading.getTemperature() == null)
                .map(reading ->
                        (int) Duration.between(FROM, reading.getRecordedAt()).toHours())
                .toList();
    }

    /** Entries as miner, status, and seconds since the start. */
    private List<String> roster() {
        return records(TOPICS.miners())
                .map(record -> "%s %s@%s"
                        .formatted(
                                ByteBuffer.wrap(record.key()).getInt(),
                                ((HostingMiner) record.value()).getStatus(),
                                record.timestamp() / 1000 - FROM.getEpochSecond()))
                .toList();
    }

    private List<String> contents(String topic) {
        return records(topic)
                .map(record -> "%s-%s at %s: %s"
                        .formatted(record.topic(), record.partition(), record.timestamp(), record.value()))
                .toList();
    }

    /** What was committed. */
    private Stream<ProducerRecord<byte[], SpecificRecord>> records(String topic) {
        return producer.history().stream().filter(record -> record.topic().equals(topic));
    }

    /** Kafka's mock, which fails at a reading. */
    private static final class BreakingProducer extends MockProducer<byte[], SpecificRecord> {

        private int countdown;

        BreakingProducer() {
            super(Cluster.empty(), true, null, new ByteArraySerializer(), (unused, value) -> new byte[] {1});
        }

        void breakAtReading(int reading) {
            countdown = reading;
        }

        @Override
        public synchronized Future<RecordMetadata> send(
                ProducerRecord<byte[], SpecificRecord> record, Callback callback) {
            if (record.value() instanceof MinerTelemetry && --countdown == 0) {
                callback.onCompletion(null, new TimeoutException("no leader"));
            }
            return super.send(record, callback);
        }
    }
}
