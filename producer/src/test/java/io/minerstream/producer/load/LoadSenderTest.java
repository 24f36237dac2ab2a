package io.minerstream.producer.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minerstream.avro.RunState;
import io.minerstream.avro.SimulationRun;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.SyntheticFleet;
import io.minerstream.producer.kafka.FakeCluster;
import io.minerstream.producer.kafka.PublishException;
import io.minerstream.producer.pacing.RateProfile;
import io.minerstream.producer.run.CommitPolicy;
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
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class LoadSenderTest {

    private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int MINERS = 50;
    private static final TopicNames TOPICS = TopicNames.DEFAULT;
    private static final Instant NOW = Instant.parse("2026-11-24T10:20:30Z");
    private static final Fleet FLEET = new SyntheticFleet(MINERS, 5, 42).load();
    private static final RateProfile HUNDRED = RateProfile.parse("100");

    private final FakeCluster cluster =
            new FakeCluster(Map.of("bootstrap.servers", "broker:9092", "schema.registry.url", "mock://load"));
    private final MockProducer<byte[], SpecificRecord> producer = producer();
    private final Log log = new Log();
    private long nanos = 1_000_000;

    private final LoadSender sender = sender(producer);

    private static MockProducer<byte[], SpecificRecord> producer() {
        return new MockProducer<>(
                FakeCluster.metadata(), true, null, new ByteArraySerializer(), (topic, value) -> new byte[0]);
    }

    private LoadSender sender(MockProducer<byte[], SpecificRecord> itsProducer) {
        return new LoadSender(
                cluster.clients(settings -> itsProducer),
                TOPICS,
                Clock.fixed(NOW, ZoneOffset.UTC),
                () -> nanos,
                wait -> nanos += wait);
    }

    /** What happened to each reading, by its number. */
    private static final class Log implements LoadListener {

        private final List<Long> intended = new ArrayList<>();
        private final List<Long> sent = new ArrayList<>();
        private final List<Long> readable = new ArrayList<>();
        private Runnable afterSent = () -> {};
        private long start;
        private History history;
        private int markers;
        private int acknowledged;

        @Override
        public void started(long startNanos, History sentBefore) {
            start = startNanos;
            history = sentBefore;
        }

        @Override
        public void sent(long intendedNanos, long sentNanos, long returnedNanos) {
            intended.add(intendedNanos - start);
            sent.add(sentNanos - start);
            afterSent.run();
        }

        @Override
        public void acknowledged(long sentNanos, long acknowledgedNanos) {
            acknowledged++;
        }

        @Override
        public void readable(int partition, long offset, long intendedNanos, long readableNanos) {
            readable.add(readableNanos - start);
        }

        @Override
        public void committed(int partitions) {
            markers += partitions;
        }
    }

    private static RunSpec run(int timePoints, String commit) {
        return run(timePoints, commit, Shard.ALL);
    }

    private static RunSpec run(int timePoints, String commit, Shard shard) {
        TimeRange range = new TimeRange(
                NOW.minusSeconds(30), NOW.minusSeconds(30).plusSeconds(timePoints), Duration.ofSeconds(1));
        return new RunSpec(
                        RunId.of(0),
                        5,
                        range,
                        42,
                        SignalProfile.REALISTIC,
                        65536,
                        1,
                        false,
                        CommitPolicy.parse(commit),
                        shard)
                .withDerivedId();
    }

    private List<ProducerRecord<byte[], SpecificRecord>> written(String topic) {
        return producer.history().stream()
                .filter(record -> record.topic().equals(topic))
                .toList();
    }

    private List<RunState> manifests() {
        return written(TOPICS.runs()).stream()
                .map(record -> ((SimulationRun) record.value()).getState())
                .toList();
    }

    private static List<Long> everyTenMillis(int count) {
        return LongStream.range(0, count).map(i -> 10 * i * MS).boxed().toList();
    }

    @Test
    void shouldSendEachReadingWhenItIsDueAsARunOfItsOwn() {
        long sent = sender.send(FLEET, run(5, "none"), HUNDRED, OptionalLong.empty(), 0, 250, true, log);

        assertThat(sent).isEqualTo(250);
        assertThat(log.intended).isEqualTo(everyTenMillis(250));
        assertThat(log.sent).isEqualTo(log.intended);
        assertThat(log.readable).isEqualTo(log.intended);
        String run = run(5, "none").id().text();
        assertThat(written(TOPICS.telemetry())).hasSize(250).allSatisfy(reading -> {
            assertThat(reading.headers().lastHeader("run").value()).asString().isEqualTo(run + "/1");
            assertThat(reading.headers().lastHeader("load-test").value())
                    .asString()
                    .isEqualTo(run);
        });
        assertThat(written(TOPICS.watermarks())).hasSize(5 * FakeCluster.PARTITIONS);
        assertThat(manifests()).containsExactly(RunState.STARTED, RunState.COMPLETED);
    }

    @Test
    void shouldKeepIntendedTimesWhenTheClientStandsStill() {
        log.afterSent = () -> nanos += log.sent.size() == 100 ? 5_000 * MS : 0;

        sender.send(FLEET, run(20, "none"), HUNDRED, OptionalLong.empty(), 0, 1_000, true, log);

        assertThat(log.intended).isEqualTo(everyTenMillis(1_000));
        assertThat(log.sent.get(99)).isEqualTo(990 * MS);
        // What fell due meanwhile is sent at once, and late.
        assertThat(log.sent.subList(100, 600)).containsOnly(5_990 * MS);
        assertThat(log.sent.get(600)).isEqualTo(6_000 * MS);
    }

    @Test
    void shouldSendHistoryAtOnceAndThenWhatIsDue() {
        long sent = sender.send(FLEET, run(5, "none"), HUNDRED, OptionalLong.empty(), 150, 100, true, log);

        assertThat(sent).isEqualTo(250);
        assertThat(log.history).isEqualTo(new LoadListener.History(150, 0));
        // The first reading after the history is due when that is sent; only this is told of history: it can be read.
        assertThat(log.intended).isEqualTo(everyTenMillis(100));
        assertThat(log.readable).hasSize(250);
        assertThat(log.acknowledged).isEqualTo(100);
        assertThat(manifests()).containsExactly(RunState.STARTED, RunState.COMPLETED);
    }

    @Test
    void shouldMakeOneScheduleOfAllShards() {
        OptionalLong begin = OptionalLong.of(nanos + 3_000 * MS);

        long sent = sender.send(FLEET, run(5, "none", new Shard(0, 2)), HUNDRED, begin, 0, 230, true, log);
        nanos = 1_000_000;
        sent += sender(producer()).send(FLEET, run(5, "none", new Shard(1, 2)), HUNDRED, begin, 0, 230, true, log);

        assertThat(sent).isEqualTo(230);
        assertThat(log.start).isEqualTo(begin.getAsLong());
        assertThat(log.sent).isEqualTo(log.intended).isNotEqualTo(everyTenMillis(230));
        assertThat(log.intended.stream().sorted().toList()).isEqualTo(everyTenMillis(230));
    }

    @Test
    void shouldEndWithinTheHistoryWhenItIsStopped() {
        sender.stop();

        assertThat(sender.send(FLEET, run(5, "20"), HUNDRED, OptionalLong.empty(), 150, 100, true, log))
                .isZero();
        assertThat(manifests()).containsExactly(RunState.STARTED, RunState.ABORTED);
    }

    @Test
    void shouldHoldReadingsForReadableWhenTheirTransactionIsCommitted() {
        sender.send(FLEET, run(2, "20"), HUNDRED, OptionalLong.empty(), 0, 100, true, log);

        assertThat(log.readable).hasSize(100);
        // Twenty at a time, when the last of them is sent.
        assertThat(log.readable.subList(0, 20)).containsOnly(190 * MS);
        assertThat(log.readable.subList(80, 100)).containsOnly(990 * MS);
        assertThat(log.markers).isEqualTo(5 * FakeCluster.PARTITIONS);
        assertThat(manifests()).containsExactly(RunState.STARTED, RunState.COMPLETED);
    }

    @Test
    void shouldHoldReadingsForReadableAtOnceByReadersOfUncommittedOnes() {
        producer.clear();
        sender.send(FLEET, run(2, "20"), HUNDRED, OptionalLong.empty(), 0, 100, false, log);

        assertThat(log.readable).hasSize(100);
    }

    @Test
    void shouldEndWithTheNextReadingWhenItIsStopped() {
        log.afterSent = () -> {
            if (log.sent.size() == 70) {
                sender.stop();
            }
        };

        assertThat(sender.send(FLEET, run(5, "20"), HUNDRED, OptionalLong.empty(), 0, 250, true, log))
                .isEqualTo(70);
        assertThat(log.readable).hasSize(70);
        assertThat(manifests()).containsExactly(RunState.STARTED, RunState.ABORTED);
    }

    @Test
    void shouldSayHowMuchWasSentWhenKafkaRefusesAReading() {
        log.afterSent = () -> {
            if (log.sent.size() == 3) {
                producer.sendException = new TopicAuthorizationException("no longer");
            }
        };

        assertThatThrownBy(() -> sender.send(FLEET, run(5, "none"), HUNDRED, OptionalLong.empty(), 0, 250, true, log))
                .isInstanceOf(PublishException.class)
                .hasMessageContaining("no longer")
                .hasMessageEndingWith("run %s: 3 of its readings were sent"
                        .formatted(run(5, "none").id()));
    }
}
