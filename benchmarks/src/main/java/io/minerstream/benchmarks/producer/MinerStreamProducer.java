package io.minerstream.benchmarks.producer;

import io.minerstream.producer.fleet.Fleet;
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
import io.minerstream.stack.StackEndpoints;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Our side of the comparison: publishes a run, of which the readings count, watermarks, progress and commits included. */
final class MinerStreamProducer {

    static final int SITE = 5;

    private static final Instant FROM = Instant.parse("2026-11-01T00:00:00Z");

    private final StackEndpoints stack;
    private final Fleet fleet;
    private final int hours;

    MinerStreamProducer(StackEndpoints stack, Fleet fleet, int hours) {
        this.stack = stack;
        this.fleet = fleet;
        this.hours = hours;
    }

    Sent send(TopicNames names, SignalProfile profile, CommitPolicy commit) {
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
        TelemetryPublisher publisher = new TelemetryPublisher(
                Map.of("bootstrap.servers", stack.bootstrapServers(), "schema.registry.url", stack.registryUrl()),
                names,
                Clock.systemUTC());
        StartListener start = new StartListener();
        RunResult result = publisher.publish(fleet, spec, start);
        return new Sent(
                result.recordsAcknowledged(),
                result.telemetryElapsed().toNanos(),
                start.processors.used(),
                result.bytesSent());
    }

    /** Notes the processor time before the first reading: that of the roster does not count. */
    private static final class StartListener implements RunListener {

        private ProcessorTime processors;

        @Override
        public void telemetryStarted(long records) {
            processors = ProcessorTime.now();
        }
    }
}
