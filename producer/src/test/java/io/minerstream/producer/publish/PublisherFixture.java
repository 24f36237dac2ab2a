package io.minerstream.producer.publish;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.minerstream.avro.HostingMiner;
import io.minerstream.avro.RunProgress;
import io.minerstream.avro.RunState;
import io.minerstream.avro.SimulationRun;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.SyntheticFleet;
import io.minerstream.producer.kafka.FakeCluster;
import io.minerstream.producer.kafka.PublishException;
import io.minerstream.producer.record.FleetChecksum;
import io.minerstream.producer.run.CommitPolicy;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.producer.run.Shard;
import io.minerstream.producer.signal.SignalProfile;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.run.TimeRange;
import io.minerstream.schemas.topic.TopicNames;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;

/** A publisher to a cluster in memory, and runs of a small fleet. */
abstract class PublisherFixture {

    static final Instant NOW = Instant.parse("2026-11-24T10:20:30Z");
    static final int MINERS = 50;
    static final TopicNames TOPICS = TopicNames.DEFAULT;
    static final Fleet FLEET = new SyntheticFleet(MINERS, 5, 42).load();

    final Map<String, String> properties = new HashMap<>();
    final List<Map<String, Object>> configs = new ArrayList<>();
    final RunListener rosterListener = new RunListener() {
        @Override
        public void rosterCommitted(int written, int unchanged) {
            rosterWritten = written;
        }
    };
    FakeCluster cluster;
    int rosterWritten;
    ScriptedProducer producer = new ScriptedProducer();

    @BeforeEach
    void setUp() {
        properties.put("bootstrap.servers", "broker:9092");
        properties.put("schema.registry.url", "mock://publisher");
        cluster = new FakeCluster(properties);
    }

    List<String> readingsAndWatermarks() {
        return contents(Stream.concat(records(TOPICS.telemetry()).stream(), records(TOPICS.watermarks()).stream()));
    }

    /** Everything that a record says; keys are arrays, which equal only themselves. */
    static List<String> contents(Stream<ProducerRecord<byte[], SpecificRecord>> records) {
        return records.map(record -> "%s-%s at %s: %s = %s, headers %s"
                        .formatted(
                                record.topic(),
                                record.partition(),
                                record.timestamp(),
                                record.key() == null ? "none" : HexFormat.of().formatHex(record.key()),
                                record.value(),
                                Arrays.stream(record.headers().toArray())
                                        .map(header ->
                                                header.key() + "=" + new String(header.value(), StandardCharsets.UTF_8))
                                        .toList()))
                .toList();
    }

    static RunSpec spec(int hours, CommitPolicy commit, Shard shard) {
        return new RunSpec(
                id("aaaaaaaa"), 5, hours(hours), 42, SignalProfile.REFERENCE, 65_536, 1_000, false, commit, shard);
    }

    RunResult publish(RunSpec spec) {
        return publisher().publish(FLEET, spec, rosterListener);
    }

    PublishException failure(RunSpec spec) {
        return catchThrowableOfType(PublishException.class, () -> publish(spec));
    }

    TelemetryPublisher publisher() {
        return new TelemetryPublisher(
                cluster.clients(config -> {
                    configs.add(config);
                    return producer;
                }),
                TOPICS,
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    List<ProducerRecord<byte[], SpecificRecord>> records(String topic) {
        return producer.history().stream()
                .filter(record -> record.topic().equals(topic))
                .toList();
    }

    SimulationRun lastManifest() {
        List<ProducerRecord<byte[], SpecificRecord>> manifests = records(TOPICS.runs());
        return (SimulationRun) manifests.get(manifests.size() - 1).value();
    }

    static SimulationRun manifest(RunSpec spec, RunState state, long committed, Instant until) {
        return new SimulationRun(
                spec.id().text(),
                5,
                spec.range().from(),
                spec.range().to(),
                3600,
                42L,
                "reference",
                MINERS,
                FakeCluster.PARTITIONS,
                (long) MINERS * spec.range().timePoints(),
                state,
                NOW,
                NOW,
                new RunProgress(committed, until),
                65_536.0,
                0,
                1,
                FleetChecksum.of(FLEET, spec.range()),
                true,
                false);
    }

    static RunSpec spec(int hours) {
        return new RunSpec(id("aaaaaaaa"), 5, hours(hours), 42, SignalProfile.REFERENCE, 1_000, false);
    }

    static RunSpec forced(RunSpec spec) {
        return new RunSpec(
                id("bbbbbbbb"),
                spec.siteId(),
                spec.range(),
                spec.seed(),
                spec.profile(),
                spec.poolDifficulty(),
                spec.batchSize(),
                true,
                spec.commit(),
                spec.shard());
    }

    static RunId id(String text) {
        return new RunId(text);
    }

    static TimeRange hours(int hours) {
        return TimeRange.last(NOW, Duration.ofHours(hours), TimeRange.HOURLY);
    }

    static Fleet changed(Fleet fleet, int index) {
        var builder = Fleet.builder(fleet.siteId());
        for (int i = 0; i < fleet.size(); i++) {
            HostingMiner miner = fleet.hostingMiner(i);
            builder.add(
                    fleet.minerId(i),
                    fleet.serialNumber(i),
                    fleet.model(i),
                    i == index ? 1.0 : orNaN(miner.getActualHashrate()),
                    orNaN(miner.getActualPower()),
                    fleet.statusText(i));
        }
        return builder.build();
    }

    static double orNaN(Double value) {
        return value == null ? Double.NaN : value;
    }

    /** Kafka's mock with failures at chosen records. */
    static final class ScriptedProducer extends MockProducer<byte[], SpecificRecord> {

        final List<Long> commitsBefore = new ArrayList<>();
        int timeOutCommits;
        int timeOutFromCommit;
        Runnable onInit = () -> {};
        private String topic = "";
        private int countdown;
        private Consumer<Callback> failure;

        ScriptedProducer() {
            super(FakeCluster.metadata(), true, null, new ByteArraySerializer(), (unused, value) -> new byte[] {1});
        }

        void failAt(String failingTopic, int record, RuntimeException exception) {
            topic = failingTopic;
            countdown = record;
            failure = callback -> callback.onCompletion(null, exception);
        }

        void throwAt(String failingTopic, int record, RuntimeException exception) {
            topic = failingTopic;
            countdown = record;
            failure = callback -> {
                throw exception;
            };
        }

        @Override
        public void initTransactions() {
            super.initTransactions();
            onInit.run();
        }

        @Override
        public synchronized Future<RecordMetadata> send(
                ProducerRecord<byte[], SpecificRecord> record, Callback callback) {
            if (record.topic().equals(topic) && --countdown == 0) {
                failure.accept(callback);
            }
            commitsBefore.add(commitCount());
            return super.send(record, callback);
        }

        @Override
        public void commitTransaction() {
            if (commitCount() >= timeOutFromCommit && timeOutCommits-- > 0) {
                throw new TimeoutException("commit");
            }
            super.commitTransaction();
        }
    }
}
