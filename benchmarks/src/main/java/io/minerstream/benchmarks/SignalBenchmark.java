package io.minerstream.benchmarks;

import io.minerstream.avro.MinerTelemetry;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.SyntheticFleet;
import io.minerstream.producer.signal.GeneratedReading;
import io.minerstream.producer.signal.Signal;
import io.minerstream.producer.signal.SignalProfile;
import io.minerstream.producer.signal.TimePoint;
import io.minerstream.schemas.serde.AvroRecordSerializer;
import io.minerstream.schemas.topic.TopicNames;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time per reading, on one thread: computed alone, and computed, put into a telemetry record and encoded in the wire format.
 *
 * <pre>
 * mvn -Dquick package -pl benchmarks -am
 * java -jar benchmarks/target/benchmarks.jar SignalBenchmark
 * </pre>
 *
 * <p>Every call takes the next miner of a fleet, and the next hour after the last miner, as a run does. {@code readAlone} asks
 * for one reading out of nowhere, the site's share of the work included.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class SignalBenchmark {

    private static final long FIRST_HOUR = 490_000;
    private static final int SITE = 5;
    private static final long SEED = 42;

    /** Name of the profile. */
    @Param({"reference", "realistic"})
    public String profile;

    /** Miners of the fleet: the second does not fit into a processor's cache. */
    @Param({"6000", "1000000"})
    public int miners;

    private final AvroRecordSerializer<MinerTelemetry> serializer = new AvroRecordSerializer<>();
    private final String topic = TopicNames.DEFAULT.telemetry();
    private Signal signal;
    private Signal.Frame frame;
    private Fleet fleet;
    private int miner;
    private long hour;
    private Instant recordedAt;

    @Setup
    public void setUp() {
        signal = SignalProfile.named(profile).signal();
        fleet = new SyntheticFleet(miners, SITE, SEED).load();
        serializer.configure(Map.of("schema.registry.url", "mock://benchmark"), false);
        startHour(FIRST_HOUR);
    }

    @TearDown
    public void tearDown() {
        serializer.close();
    }

    /** A reading as part of its hour. */
    @Benchmark
    public GeneratedReading read() {
        return next();
    }

    /** A reading alone, without the frame of its hour. */
    @Benchmark
    public GeneratedReading readAlone() {
        int index = nextMiner();
        return signal.read(
                SEED, SITE, TimePoint.hour(hour), fleet.minerId(index), fleet.status(index), fleet.baseline(index));
    }

    /** A reading as the bytes of a message. */
    @Benchmark
    public byte[] readAndEncode() {
        return serializer.serialize(topic, next().at(recordedAt));
    }

    private GeneratedReading next() {
        int index = nextMiner();
        return frame.read(fleet.minerId(index), fleet.status(index), fleet.baseline(index));
    }

    private int nextMiner() {
        if (miner == fleet.size()) {
            startHour(hour + 1);
        }
        return miner++;
    }

    private void startHour(long next) {
        TimePoint interval = TimePoint.hour(next);
        miner = 0;
        hour = next;
        frame = signal.at(SEED, SITE, interval);
        recordedAt = Instant.ofEpochSecond(interval.startSecond());
    }
}
