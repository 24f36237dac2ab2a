package io.minerstream.producer.publish;

import static io.minerstream.producer.live.LiveSpecs.aSession;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minerstream.avro.MinerTelemetry;
import io.minerstream.avro.RunState;
import io.minerstream.avro.SimulationRun;
import io.minerstream.avro.Watermark;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.FleetSource;
import io.minerstream.producer.fleet.SyntheticFleet;
import io.minerstream.producer.kafka.FakeCluster;
import io.minerstream.producer.kafka.PreflightException;
import io.minerstream.producer.kafka.PublishException;
import io.minerstream.producer.live.LiveConflictException;
import io.minerstream.producer.live.LiveListener;
import io.minerstream.producer.live.LiveResult;
import io.minerstream.producer.live.LiveSession;
import io.minerstream.producer.live.LiveSpecs;
import io.minerstream.producer.live.LiveTimePoint;
import io.minerstream.producer.live.VirtualClock;
import io.minerstream.producer.pacing.RateProfile;
import io.minerstream.producer.run.RunHistory;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.producer.signal.SignalProfile;
import io.minerstream.schemas.run.TimeRange;
import io.minerstream.schemas.topic.TopicNames;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** Live sessions on a virtual clock: nothing sleeps. */
final class LiveSessionTest {

    private static final Map<String, String> PROPERTIES =
            Map.of("bootstrap.servers", "broker:9092", "schema.registry.url", "mock://live");
    private static final TopicNames TOPICS = TopicNames.DEFAULT;
    private static final Fleet FLEET = new SyntheticFleet(7, 5, 42).load();

    private final VirtualClock wall = new VirtualClock("2026-11-24T10:20:00Z");
    private final FakeCluster cluster = new FakeCluster(PROPERTIES);
    private final List<CommittingProducer> producers = new ArrayList<>();
    private final List<String> committed = new ArrayList<>();
    private Duration commitTime = Duration.ZERO;
    private FleetSource fleets = () -> FLEET;

    @Test
    void shouldWriteEachTimePointWhenTheClockReachesIt() {
        LiveResult result = run(aSession().hours(3));

        assertThat(committed)
                .containsExactly(
                        "2026-11-24T10:00:00Z at 2026-11-24T10:20:00Z, 7 records, 20 min late",
                        "2026-11-24T11:00:00Z at 2026-11-24T11:00:00Z, 7 records, 0 min late",
                        "2026-11-24T12:00:00Z at 2026-11-24T12:00:00Z, 7 records, 0 min late");
        assertThat(result).isEqualTo(new LiveResult(1, 3, 21, Instant.parse("2026-11-24T13:00:00Z"), true));
        assertThat(manifests()).singleElement().satisfies(run -> {
            assertThat(run.getState()).isEqualTo(RunState.COMPLETED);
            assertThat(run.getLive()).isTrue();
        });
    }

    @Test
    void shouldHoldNoTransactionOpenWhileItWaits() {
        List<Boolean> open = new ArrayList<>();
        wall.whileAsleep(() -> open.add(producers.get(producers.size() - 1).transactionInFlight()));

        run(aSession().hours(3));

        assertThat(open).hasSizeGreaterThan(2 * 60 * 60).containsOnly(false);
    }

    @Test
    void shouldWriteHistoryAndThePresentGapless() {
        run(aSession().backfill("P2D").hours(20));

        assertEachOnce("2026-11-22T10:00:00Z", "2026-11-25T06:00:00Z");
        assertThat(manifests())
                .extracting(run -> run.getFrom() + " " + run.getTo() + " " + run.getState())
                .containsExactly(
                        "2026-11-22T10:00:00Z 2026-11-23T00:00:00Z COMPLETED",
                        "2026-11-23T00:00:00Z 2026-11-24T00:00:00Z COMPLETED",
                        "2026-11-24T00:00:00Z 2026-11-25T00:00:00Z COMPLETED",
                        "2026-11-25T00:00:00Z 2026-11-25T06:00:00Z COMPLETED");
        assertThat(committed.get(47)).isEqualTo("2026-11-24T09:00:00Z at 2026-11-24T10:20:00Z, 7 records, history");
        assertThat(committed.get(49)).startsWith("2026-11-24T11:00:00Z at 2026-11-24T11:00:00Z");
        assertThat(committed.get(62)).startsWith("2026-11-25T00:00:00Z at 2026-11-25T00:00:00Z");
        assertThat(wall.instant()).isEqualTo("2026-11-25T05:00:00Z");
    }

    @Test
    void shouldCatchUpWithWhatComesWhileHistoryIsWritten() {
        commitTime = Duration.ofMinutes(10);

        run(aSession().backfill("P1D").until("2026-11-24T18:00:00Z"));

        assertEachOnce("2026-11-23T10:00:00Z", "2026-11-24T18:00:00Z");
        // 24 h take 4 h, and these 40 min more.
        assertThat(committed.get(27)).isEqualTo("2026-11-24T13:00:00Z at 2026-11-24T15:00:00Z, 7 records, history");
        assertThat(committed.get(29)).isEqualTo("2026-11-24T15:00:00Z at 2026-11-24T15:20:00Z, 7 records, 20 min late");
        assertThat(committed.get(30)).isEqualTo("2026-11-24T16:00:00Z at 2026-11-24T16:10:00Z, 7 records, 10 min late");
    }

    @Test
    void shouldPassTimeFasterThanTheClock() {
        run(aSession().backfill("PT3H").speed(60).hours(3));

        assertThat(committed)
                .containsExactly(
                        "2026-11-24T07:00:00Z at 2026-11-24T10:20:00Z, 7 records, history",
                        "2026-11-24T08:00:00Z at 2026-11-24T10:20:00Z, 7 records, history",
                        "2026-11-24T09:00:00Z at 2026-11-24T10:20:00Z, 7 records, history",
                        "2026-11-24T10:00:00Z at 2026-11-24T10:20:00Z, 7 records, 0 min late",
                        "2026-11-24T11:00:00Z at 2026-11-24T10:21:00Z, 7 records, 0 min late",
                        "2026-11-24T12:00:00Z at 2026-11-24T10:22:00Z, 7 records, 0 min late");
    }

    @Test
    void shouldCatchUpWithWhatItMissedWhenItIsStartedAgain() {
        run(aSession().hours(3));
        wall.pass(Duration.ofHours(30));
        committed.clear();

        run(aSession().until("2026-11-25T20:00:00Z"));

        assertEachOnce("2026-11-24T10:00:00Z", "2026-11-25T20:00:00Z");
        assertThat(committed.get(0)).isEqualTo("2026-11-24T13:00:00Z at 2026-11-25T18:00:00Z, 7 records, history");
        assertThat(committed.get(committed.size() - 1)).startsWith("2026-11-25T19:00:00Z at 2026-11-25T19:00:00Z");
    }

    @Test
    void shouldResumeFasterTimeWhereItStopped() {
        run(aSession().speed(60).hours(48));
        assertThat(wall.instant()).isEqualTo("2026-11-24T11:07:00Z");
        wall.pass(Duration.ofDays(10));
        committed.clear();

        run(aSession().speed(60).hours(2));

        assertThat(committed)
                .containsExactly(
                        "2026-11-26T10:00:00Z at 2026-12-04T11:07:00Z, 7 records, 0 min late",
                        "2026-11-26T11:00:00Z at 2026-12-04T11:08:00Z, 7 records, 0 min late");
    }

    @Test
    void shouldStopBeforeATimePointAndResumeTheSameRun() {
        LiveSession session = session(aSession());
        wall.whileAsleep(() -> {
            if (committed.size() == 2) {
                session.stop();
            }
        });

        LiveResult stopped = session.run();

        assertThat(stopped).isEqualTo(new LiveResult(1, 2, 14, Instant.parse("2026-11-24T12:00:00Z"), false));
        assertThat(manifests()).extracting(SimulationRun::getState).containsExactly(RunState.STARTED);
        wall.whileAsleep(() -> {});
        run(aSession().until("2026-11-25T00:00:00Z"));
        assertEachOnce("2026-11-24T10:00:00Z", "2026-11-25T00:00:00Z");
        assertThat(manifests()).singleElement().satisfies(run -> assertThat(run.getState())
                .isEqualTo(RunState.COMPLETED));
    }

    @Test
    void shouldResumeWithWhatAFailedCommitLeftOut() {
        LiveSession session = session(aSession());
        wall.whileAsleep(() -> {
            if (committed.size() == 2) {
                producers.get(0).fenceProducer();
            }
        });

        assertThatThrownBy(session::run)
                .isInstanceOf(PublishException.class)
                .hasMessageStartingWith(
                        "another generator of site_id=5 took over (transactional.id minerstream-generate-site-5); run "
                                + "one generator of a site at a time; run ")
                .hasMessageEndingWith(": 14 of 98 readings are committed; start the same command again to resume");
        wall.whileAsleep(() -> {});
        run(aSession().until("2026-11-25T00:00:00Z"));
        assertEachOnce("2026-11-24T10:00:00Z", "2026-11-25T00:00:00Z");
    }

    /** The other session may commit between the check of the history and its fencing. */
    @Test
    void shouldCheckAgainWhenTheHistoryHasChangedMeanwhile() {
        int[] scans = {0};
        cluster.beforeScan = () -> {
            if (++scans[0] == 2) {
                cluster.beforeScan = () -> {};
                run(aSession().hours(1));
            }
        };

        run(aSession().until("2026-11-24T13:00:00Z"));

        assertEachOnce("2026-11-24T10:00:00Z", "2026-11-24T13:00:00Z");
    }

    @Test
    void shouldBeginBehindWhatWasGeneratedForTheLastDay() {
        publisher()
                .publish(
                        FLEET,
                        RunSpec.of(
                                5,
                                TimeRange.last(wall.instant(), Duration.ofHours(24), TimeRange.HOURLY),
                                42,
                                SignalProfile.REFERENCE),
                        RunListener.NONE);

        run(aSession().hours(2));

        assertEachOnce("2026-11-23T11:00:00Z", "2026-11-24T13:00:00Z");
    }

    @Test
    void shouldReadTheFleetAgainForEachRun() {
        List<Instant> reads = new ArrayList<>();
        fleets = () -> {
            reads.add(wall.instant());
            return FLEET;
        };

        run(aSession().backfill("P1D").until("2026-11-26T02:00:00Z"));

        assertThat(reads)
                .containsExactly(
                        Instant.parse("2026-11-24T10:20:00Z"),
                        Instant.parse("2026-11-24T10:20:00Z"),
                        Instant.parse("2026-11-25T00:00:00Z"),
                        Instant.parse("2026-11-26T00:00:00Z"));
    }

    @Test
    void shouldWriteEachReadingOnceInShards() {
        run(aSession().shard(0, 2).backfill("P1D").until("2026-11-24T12:00:00Z"));
        wall.pass(Duration.ofHours(5));
        run(aSession().shard(1, 2).backfill("P1D").until("2026-11-24T12:00:00Z"));

        assertEachOnce("2026-11-23T10:00:00Z", "2026-11-24T12:00:00Z");
        assertThat(new RunHistory(manifests()).combinedOf(5))
                .extracting(SimulationRun::getState)
                .containsExactly(RunState.COMPLETED, RunState.COMPLETED);
    }

    /** A site of one miner has partitions without any, and a shard may own only those. */
    @Test
    void shouldCloseTimePointsOfShardsWithoutMiners() {
        fleets = () -> new SyntheticFleet(1, 5, 42).load();
        for (int shard = 0; shard < FakeCluster.PARTITIONS; shard++) {
            run(aSession().shard(shard, FakeCluster.PARTITIONS).until("2026-11-24T12:00:00Z"));
        }

        assertThat(records(Watermark.class)).hasSize(2 * FakeCluster.PARTITIONS);
        assertThat(records(MinerTelemetry.class)).hasSize(2);
        assertThat(manifests()).hasSize(FakeCluster.PARTITIONS).allMatch(run -> run.getState() == RunState.COMPLETED);
    }

    @Test
    void shouldHoldItsRateWithinEachTimePoint() {
        List<String> lateness = new ArrayList<>();
        LiveSession session = new LiveSession(
                aSession().hours(3).build(),
                fleets,
                publisher().at(RateProfile.parse("7000")),
                from -> List.of(),
                wall,
                wall,
                new LiveListener() {
                    @Override
                    public void committed(LiveTimePoint timePoint) {
                        lateness.add(timePoint.time().toString());
                    }
                });

        LiveResult result = session.run();

        assertThat(result.records()).isEqualTo(21);
        assertThat(lateness).hasSize(3);
    }

    @Test
    void shouldSayThatTopicsRefuseWhatRunsAhead() {
        cluster.put(
                TOPICS.telemetry(),
                FakeCluster.PARTITIONS,
                Map.of("cleanup.policy", "delete", "retention.ms", "-1", "message.timestamp.after.max.ms", "3600000"));

        assertThatThrownBy(() -> run(aSession().speed(60)))
                .isInstanceOf(PreflightException.class)
                .hasMessageContaining("topic miner-telemetry refuses records more than 3600 s ahead "
                        + "(message.timestamp.after.max.ms=3600000) but the run writes further and further ahead; raise "
                        + "message.timestamp.after.max.ms or end earlier");
        assertThatThrownBy(() -> run(aSession().speed(60).hours(10)))
                .isInstanceOf(PreflightException.class)
                .hasMessageContaining("but the run writes 9 hours ahead");
        assertThat(producers).isEmpty();
        assertThat(run(aSession().hours(5)).records())
                .as("the wall clock's own")
                .isEqualTo(35);
    }

    @Test
    void shouldRefuseOtherReadingsBeforeAnybodyIsFenced() {
        LiveSession session = session(aSession());
        wall.whileAsleep(session::stop);
        session.run();
        producers.clear();

        assertThatThrownBy(() -> run(aSession().seed(43)))
                .isInstanceOf(LiveConflictException.class)
                .hasMessageContaining("seed must be 42, got 43");
        assertThat(producers).isEmpty();
    }

    @Test
    void shouldSayWhatToDoWhenTheFleetHasChangedInMidRun() {
        LiveSession session = session(aSession());
        wall.whileAsleep(session::stop);
        session.run();
        String id = manifests().get(0).getRunId();
        fleets = () -> new SyntheticFleet(8, 5, 42).load();

        assertThatThrownBy(() -> run(aSession()))
                .isInstanceOf(PreflightException.class)
                .hasMessageContaining("run " + id + ": 7 of its 98 readings are committed, and the rest would be of "
                        + "another fleet, or of a topic with other partitions; bring them back, or `minerstream runs abort "
                        + id + "` and begin after it");
    }

    @Test
    void shouldHaveNothingToDoAfterItsEnd() {
        run(aSession().until("2026-11-24T12:00:00Z"));
        committed.clear();

        LiveResult again = run(aSession().until("2026-11-24T12:00:00Z"));

        assertThat(again).isEqualTo(new LiveResult(0, 0, 0, Instant.parse("2026-11-24T12:00:00Z"), true));
        assertThat(committed).isEmpty();
    }

    @Test
    void shouldWriteReadingsOfAnyInterval() {
        run(aSession().interval("PT15M").backfill("PT12H").hours(2));

        assertEachOnce("2026-11-23T22:15:00Z", "2026-11-24T12:15:00Z");
        assertThat(manifests()).extracting(SimulationRun::getIntervalSeconds).containsOnly(900);
    }

    private LiveResult run(LiveSpecs spec) {
        return session(spec).run();
    }

    private LiveSession session(LiveSpecs spec) {
        return new LiveSession(
                spec.build(), () -> fleets.load(), publisher(), from -> List.of(), wall, wall, new LiveListener() {
                    @Override
                    public void committed(LiveTimePoint point) {
                        committed.add("%s at %s, %s records, %s"
                                .formatted(
                                        point.time(),
                                        wall.instant(),
                                        point.records(),
                                        point.late()
                                                .map(late -> late.toMinutes() + " min late")
                                                .orElse("history")));
                    }
                });
    }

    private TelemetryPublisher publisher() {
        return new TelemetryPublisher(
                cluster.clients(unused -> {
                    producers.add(new CommittingProducer());
                    return producers.get(producers.size() - 1);
                }),
                TOPICS,
                wall);
    }

    /** Every miner has every time point of the range once, and nothing else, in order. */
    private void assertEachOnce(String from, String to) {
        TimeRange range = new TimeRange(
                Instant.parse(from),
                Instant.parse(to),
                Duration.ofSeconds(manifests().get(0).getIntervalSeconds()));
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < range.timePoints(); i++) {
            for (int miner = 0; miner < FLEET.size(); miner++) {
                expected.add(FLEET.minerId(miner) + " " + range.at(i));
            }
        }
        assertThat(records(MinerTelemetry.class).map(reading -> reading.getMinerId() + " " + reading.getRecordedAt()))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    private <T> Stream<T> records(Class<T> type) {
        return producers.stream()
                .flatMap(producer -> producer.history().stream())
                .map(ProducerRecord::value)
                .filter(type::isInstance)
                .map(type::cast);
    }

    private List<SimulationRun> manifests() {
        return publisher().history().all().stream()
                .sorted(Comparator.comparing(SimulationRun::getFrom))
                .toList();
    }

    /** Kafka's mock; what it commits stands in the cluster, and takes its time. */
    private final class CommittingProducer extends MockProducer<byte[], SpecificRecord> {

        CommittingProducer() {
            super(FakeCluster.metadata(), true, null, new ByteArraySerializer(), (unused, value) -> new byte[] {1});
        }

        @Override
        public void commitTransaction() {
            int before = history().size();
            super.commitTransaction();
            List<ProducerRecord<byte[], SpecificRecord>> now = history();
            now.subList(before, now.size()).forEach(cluster::append);
            if (now.subList(before, now.size()).stream().anyMatch(record -> record.value() instanceof Watermark)) {
                wall.pass(commitTime);
            }
        }
    }
}
