package io.minerstream.benchmarks.producer;

import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.SyntheticFleet;
import io.minerstream.producer.publish.RunListener;
import io.minerstream.producer.publish.RunResult;
import io.minerstream.producer.publish.TelemetryPublisher;
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
import java.util.Map;

/** Our side of the comparison, in a JVM of its own: publishes one run and prints what it took, as a whole and in its second half. */
final class MinerStreamProducer {

    static final int SITE = 5;
    static final Instant FROM = Instant.parse("2026-11-01T00:00:00Z");

    private MinerStreamProducer() {}

    /**
     * Publishes.
     *
     * @param args bootstrap servers, registry URL, topic prefix, miners, hours, profile, commit policy
     */
    public static void main(String[] args) {
        int miners = Integer.parseInt(args[3]);
        Fleet fleet = new SyntheticFleet(miners, SITE, 42).load();
        TimeRange range = TimeRange.hourly(FROM, FROM.plus(Duration.ofHours(Long.parseLong(args[4]))));
        RunSpec spec = new RunSpec(
                RunId.of(42),
                SITE,
                range,
                42,
                SignalProfile.named(args[5]),
                ShareRate.DEFAULT_DIFFICULTY,
                RunSpec.DEFAULT_BATCH_SIZE,
                false,
                CommitPolicy.parse(args[6]),
                Shard.ALL);
        Map<String, Object> properties = Map.of("bootstrap.servers", args[0], "schema.registry.url", args[1]);
        TelemetryPublisher publisher = new TelemetryPublisher(properties, new TopicNames(args[2]), Clock.systemUTC());
        WarmUp warmUp = new WarmUp();
        RunResult result = publisher.publish(fleet, spec, warmUp);
        System.out.printf(
                "%d %d %d %d %d%n",
                result.recordsAcknowledged(),
                result.bytesSent(),
                result.telemetryElapsed().toNanos(),
                result.recordsAcknowledged() - warmUp.records,
                result.telemetryElapsed().toNanos() - warmUp.nanos);
        ProcessorTime.print();
    }

    /** The first half of the readings, while much of the code is still interpreted and compiled. */
    private static final class WarmUp implements RunListener {

        private long startNanos;
        private long total;
        private long records;
        private long nanos;

        @Override
        public void telemetryStarted(long readings) {
            total = readings;
            startNanos = System.nanoTime();
        }

        @Override
        public void telemetryProgress(long sent, long acknowledged) {
            if (records == 0 && acknowledged >= total / 2 && acknowledged < total) {
                records = acknowledged;
                nanos = System.nanoTime() - startNanos;
            }
        }
    }
}
