package io.minerstream.benchmarks.producer;

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
import java.util.List;
import java.util.Map;

/** Our side of the comparison: publishes a run, of which the readings count, watermarks, progress and commits included. */
final class MinerStreamProducer {

    private static final int SITE = 5;

    private static final Instant FROM = Instant.parse("2026-11-01T00:00:00Z");

    /** Of the run: the lengths of its key and of its value, 3 and 8 bytes, and a byte for each of these lengths. */
    private static final int HEADER_BYTES = 1 + 3 + 1 + 8;

    private MinerStreamProducer() {}

    /** Bytes of a record of a run, as other producers count them: with its header. */
    static long recordBytes(Sent sent) {
        return Math.round((double) sent.bytes() / sent.records()) + HEADER_BYTES;
    }

    /**
     * Sends all readings of a synthetic fleet once.
     *
     * @param properties addresses of brokers and registry
     * @param stack their processes
     * @param names topics that are there, and empty
     */
    static Sent send(
            Map<String, String> properties,
            List<ProcessHandle> stack,
            TopicNames names,
            SignalProfile profile,
            CommitPolicy commit,
            int miners,
            int hours) {
        TimeRange range = TimeRange.hourly(FROM, FROM.plus(Duration.ofHours(hours)));
        RunSpec spec = new RunSpec(
                RunId.of(42),
                SITE,
                range,
                42,
                profile,
                ShareRate.DEFAULT_DIFFICULTY,
                RunSpec.DEFAULT_BATCH_SIZE,
                false,
                commit,
                Shard.ALL);
        TelemetryPublisher publisher = new TelemetryPublisher(properties, names, Clock.systemUTC());
        StartListener start = new StartListener(stack);
        RunResult result = publisher.publish(new SyntheticFleet(miners, SITE, 42).load(), spec, start);
        return new Sent(
                result.recordsAcknowledged(),
                result.telemetryElapsed().toNanos(),
                ProcessorTime.now(stack).minus(start.processors),
                result.bytesSent());
    }

    /** Notes the processor time before the first reading: that of the roster does not count. */
    private static final class StartListener implements RunListener {

        private final List<ProcessHandle> stack;
        private ProcessorTime processors;

        StartListener(List<ProcessHandle> stack) {
            this.stack = stack;
        }

        @Override
        public void telemetryStarted(long records) {
            processors = ProcessorTime.now(stack);
        }
    }
}
