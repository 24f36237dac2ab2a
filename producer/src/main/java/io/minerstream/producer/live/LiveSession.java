package io.minerstream.producer.live;

import io.minerstream.producer.fleet.FleetSource;
import io.minerstream.producer.pacing.Sleeper;
import io.minerstream.producer.publish.RunListener;
import io.minerstream.producer.publish.TelemetryPublisher;
import io.minerstream.producer.run.ExistingRunException;
import io.minerstream.producer.run.RunSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Live readings: consecutive runs that end at midnight UTC. Each time point is sent when a {@link LiveClock} reaches it, in a transaction of
 * its own. An interrupted run resumes, see {@link LiveStart}.
 *
 * <p>The fleet is read when a run begins, so that its changes apply from the next day. Between two runs no producer is open.
 *
 * <p>{@link #run} is called once; {@link #stop} may be called by any thread.
 */
public final class LiveSession {

    private static final Logger LOG = LoggerFactory.getLogger(LiveSession.class);

    /** Another session may commit between the check of the history and its fencing, but not again and again. */
    private static final int ATTEMPTS = 3;

    private final LiveSpec spec;
    private final FleetSource fleets;
    private final TelemetryPublisher publisher;
    private final Function<Instant, List<ExistingCoverage>> outside;
    private final Clock wall;
    private final Sleeper sleeper;
    private final LiveListener listener;

    private volatile boolean stopped;
    private volatile LiveClock clock;
    private volatile TelemetryPublisher live;
    private Instant next;
    private int runs;
    private long timePoints;
    private long records;

    /**
     * A session; nothing is asked and nothing written until it runs.
     *
     * @param fleets the miners of the site; asked at the beginning of each run
     * @param publisher to the cluster, at any rate
     * @param outside readings of the site, from a time on, that the cluster's history may not know: rows in a database
     * @param wall the wall clock
     * @param sleeper {@link Sleeper#PARKING}, except in tests
     */
    public LiveSession(
            LiveSpec spec,
            FleetSource fleets,
            TelemetryPublisher publisher,
            Function<Instant, List<ExistingCoverage>> outside,
            Clock wall,
            Sleeper sleeper,
            LiveListener listener) {
        this.spec = spec;
        this.fleets = fleets;
        this.publisher = publisher;
        this.outside = outside;
        this.wall = wall;
        this.sleeper = sleeper;
        this.listener = listener;
    }

    /**
     * Runs the session until it ends by itself or is stopped.
     *
     * @throws LiveConflictException when existing readings conflict with the session; nothing was written
     * @throws io.minerstream.producer.kafka.PreflightException when topics would lose or refuse records
     * @throws io.minerstream.producer.kafka.PublishException when Kafka or the registry failed, or another session took over; what
     *     is committed stays
     */
    public LiveResult run() {
        LiveStart start = null;
        for (int attempt = 1; start == null; attempt++) {
            LiveStart found = LiveStart.of(spec, publisher.history(), outside, wall.instant());
            try {
                open(found);
                if (!found.isDone()) {
                    publish(found.run());
                }
                start = found;
            } catch (ExistingRunException e) {
                if (attempt == ATTEMPTS || timePoints > 0) {
                    throw e;
                }
                LOG.atInfo().addKeyValue("reason", e.getMessage()).log("the history has changed; checking again");
            }
        }
        RunSpec run = start.run();
        while (next.equals(run.range().to()) && clock.awaitDue(next, () -> {})) {
            run = spec.runFrom(next, start.end());
            publish(run);
        }
        LiveResult result = new LiveResult(runs, timePoints, records, next, !stopped);
        listener.ended(result);
        return result;
    }

    private void open(LiveStart start) {
        clock = new LiveClock(spec, start.end(), wall, sleeper);
        live = publisher.live(clock);
        next = start.next();
        if (stopped) {
            // Stopped before there was a clock.
            clock.stop();
        }
    }

    private void publish(RunSpec run) {
        live.publish(fleets.load(), run, new Committed(run));
        runs++;
    }

    /** Ends the session before the next time point. One that is being written is committed. */
    public void stop() {
        stopped = true;
        LiveClock present = clock;
        if (present != null) {
            present.stop();
        }
    }

    /** Ends the session at once. A time point that is being written is aborted. */
    public void cancel() {
        stop();
        TelemetryPublisher present = live;
        if (present != null) {
            present.cancel();
        }
    }

    /** Counts what a run commits, and tells the listener. */
    private final class Committed implements RunListener {

        private final RunSpec run;

        Committed(RunSpec run) {
            this.run = run;
        }

        @Override
        public void rosterCommitted(int written, int unchanged) {
            listener.runStarted(run, next);
        }

        @Override
        public void committedUpTo(Instant timePoint, long written) {
            next = timePoint.plus(spec.interval());
            timePoints++;
            records += written;
            Duration late = Duration.between(clock.due(timePoint), wall.instant());
            listener.committed(new LiveTimePoint(
                    run.id(),
                    timePoint,
                    written,
                    clock.isHistory() ? Optional.empty() : Optional.of(late.isNegative() ? Duration.ZERO : late)));
        }
    }
}
