package io.minerstream.pipeline.live;

import io.minerstream.connect.warehouse.TelemetryTable;
import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.Teardown;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.setup.Preparation;
import io.minerstream.pipeline.setup.TopicSettings;
import io.minerstream.producer.fleet.FleetSource;
import io.minerstream.producer.kafka.PreflightException;
import io.minerstream.producer.live.ExistingCoverage;
import io.minerstream.producer.live.LiveListener;
import io.minerstream.producer.live.LiveResult;
import io.minerstream.producer.live.LiveSession;
import io.minerstream.producer.live.LiveSpec;
import io.minerstream.producer.pacing.RateProfile;
import io.minerstream.producer.pacing.Sleeper;
import io.minerstream.producer.publish.TelemetryPublisher;
import io.minerstream.schemas.run.TimeRange;
import io.minerstream.schemas.topic.TopicCatalog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Generates telemetry in real time, see {@link LiveSession}. Immutable. */
public final class LivePipeline {

    /** A time point that is being written when a signal comes is committed, unless it takes longer than this. */
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

    private static final Duration CANCEL_TIMEOUT = Duration.ofSeconds(10);

    /** Existing rows are searched for this long after the session's start. */
    private static final Duration HORIZON = Duration.ofDays(3650);

    private final Connections connections;
    private final Clock clock;
    private final RateProfile rate;
    private final int threads;

    /**
     * @param rate of the readings within each time point
     * @param threads that send readings where the rate is not limited, at least 1
     */
    public LivePipeline(Connections connections, Clock clock, RateProfile rate, int threads) {
        this.connections = connections;
        this.clock = clock;
        this.rate = rate;
        this.threads = threads;
    }

    /**
     * Creates missing topics, and registers contracts.
     *
     * @throws PreflightException with all blocking problems at once; nothing was created
     * @throws PipelineException when Kafka or the registry does not answer
     */
    public void prepare(LiveSpec spec, TopicSettings newTopics) {
        Instant now = clock.instant();
        Instant oldest = now.minus(spec.backfill().orElse(Duration.ZERO));
        Preparation.ofAll(connections, newTopics, TopicCatalog.retentionFor(oldest, now))
                .prepare();
    }

    /**
     * Runs a session until it ends by itself. A signal that ends the JVM stops it: the time point that is being written is
     * committed, or aborted when that takes more than 5 s.
     *
     * @param fleets the miners of the site; loaded at the beginning of each run
     * @param onSignal run when a signal stops the session
     * @throws io.minerstream.producer.live.LiveConflictException when existing readings conflict; nothing was written
     */
    public LiveResult run(LiveSpec spec, FleetSource fleets, LiveListener listener, Runnable onSignal) {
        LiveSession session = new LiveSession(
                spec,
                fleets,
                new TelemetryPublisher(connections.kafkaProperties(), connections.topics(), clock)
                        .at(rate)
                        .withThreads(threads),
                from -> rows(spec, from),
                clock,
                Sleeper.PARKING,
                listener);
        return Teardown.during(
                onSignal,
                session::run,
                new Teardown.Stop(session::stop, STOP_TIMEOUT),
                new Teardown.Stop(session::cancel, CANCEL_TIMEOUT));
    }

    /** Rows of other writers, or of runs that Kafka has forgotten. */
    private List<ExistingCoverage> rows(LiveSpec spec, Instant from) {
        if (!connections.hasWarehouse()) {
            return List.of();
        }
        TimeRange range = new TimeRange(from, from.plus(HORIZON), spec.interval());
        return connections.withWarehouse(database -> new TelemetryTable(database)
                        .overlapping(spec.siteId(), range)
                        .map(rows -> new ExistingCoverage(
                                "table miner_telemetry",
                                rows.first(),
                                rows.last().plus(spec.interval())))
                        .stream()
                        .toList());
    }
}
