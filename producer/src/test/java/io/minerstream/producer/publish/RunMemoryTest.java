package io.minerstream.producer.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.SyntheticFleet;
import io.minerstream.producer.kafka.FakeCluster;
import io.minerstream.producer.run.CommitPolicy;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.producer.run.Shard;
import io.minerstream.producer.signal.SignalProfile;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.run.TimeRange;
import io.minerstream.schemas.topic.TopicNames;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run holds in memory at its end, when all that it ever held on to would be there. */
final class RunMemoryTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:20:30Z");
    private static final int MINERS = 40;
    private static final int DAY = 24;
    private static final int YEAR = 365 * DAY;

    /** A reference for each reading of the year would be more. */
    private static final long MARGIN_BYTES = (long) MINERS * YEAR * 4;

    private static final Fleet FLEET = new SyntheticFleet(MINERS, 5, 42).load();
    private static final Map<String, String> PROPERTIES =
            Map.of("bootstrap.servers", "broker:9092", "schema.registry.url", "mock://memory");

    @ParameterizedTest
    @ValueSource(strings = {"run", "time-point", "1000", "none"})
    void shouldNotHoldMoreForAYearThanForADay(String commit) {
        // Classes are loaded and compiled in the first one.
        liveBytesAtTheEnd(DAY, commit);
        long day = liveBytesAtTheEnd(DAY, commit);
        long year = liveBytesAtTheEnd(YEAR, commit);

        assertThat(year - day).isLessThan(MARGIN_BYTES);
    }

    private static long liveBytesAtTheEnd(int hours, String commit) {
        long[] live = new long[1];
        RunSpec spec = new RunSpec(
                new RunId("aaaaaaaa"),
                5,
                TimeRange.last(NOW, Duration.ofHours(hours), TimeRange.HOURLY),
                42,
                SignalProfile.REALISTIC,
                65_536,
                1_000,
                false,
                CommitPolicy.parse(commit),
                Shard.ALL);
        FakeCluster cluster = new FakeCluster(PROPERTIES);
        RunListener atTheEnd = new RunListener() {
            @Override
            public void committed(long records) {
                if (records == (long) MINERS * hours) {
                    live[0] = liveBytes();
                }
            }
        };
        new TelemetryPublisher(
                        cluster.clients(unused -> new ForgetfulProducer()),
                        TopicNames.DEFAULT,
                        Clock.fixed(NOW, ZoneOffset.UTC))
                .publish(FLEET, spec, atTheEnd);
        return live[0];
    }

    /** Collectors free in generations, so that one round may leave something. */
    private static long liveBytes() {
        long smallest = Long.MAX_VALUE;
        for (int round = 0; round < 3; round++) {
            System.gc();
            smallest = Math.min(
                    smallest,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return smallest;
    }

    /** Kafka's mock keeps every record; this one acknowledges and forgets. */
    private static final class ForgetfulProducer extends MockProducer<byte[], SpecificRecord> {

        private static final RecordMetadata METADATA =
                new RecordMetadata(new TopicPartition("any", 0), 0, 0, 0, Integer.BYTES, 1);

        ForgetfulProducer() {
            super(true, (Partitioner) null, new ByteArraySerializer(), (unused, value) -> new byte[] {1});
        }

        @Override
        public synchronized Future<RecordMetadata> send(
                ProducerRecord<byte[], SpecificRecord> record, Callback callback) {
            callback.onCompletion(METADATA, null);
            return CompletableFuture.completedFuture(METADATA);
        }
    }
}
