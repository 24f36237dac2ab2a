package io.minerstream.pipeline.run;

import io.minerstream.connect.warehouse.WarehouseException;
import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.setup.TelemetryMonths;
import io.minerstream.pipeline.watch.WatchListener;
import io.minerstream.producer.live.LiveListener;
import io.minerstream.producer.live.LiveResult;
import io.minerstream.producer.live.LiveTimePoint;
import io.minerstream.producer.run.RunSpec;
import java.time.Duration;
import java.time.Instant;

/**
 * Makes the partitions of each run of a live session before its first reading. A failure does not end the session: rows go to the
 * default partition, and the next run moves them.
 */
final class LiveMonths implements LiveListener {

    /** A week is enough for whoever repairs the database. */
    private static final Duration AHEAD = Duration.ofDays(7);

    private final Connections connections;
    private final WatchListener watch;
    private final LiveListener listener;

    LiveMonths(Connections connections, WatchListener watch, LiveListener listener) {
        this.connections = connections;
        this.watch = watch;
        this.listener = listener;
    }

    @Override
    public void runStarted(RunSpec run, Instant next) {
        try {
            TelemetryMonths.ensure(
                    connections, run.range().from(), run.range().to().plus(AHEAD));
        } catch (PipelineException | WarehouseException e) {
            watch.lost(e.getMessage());
        }
        listener.runStarted(run, next);
    }

    @Override
    public void committed(LiveTimePoint timePoint) {
        listener.committed(timePoint);
    }

    @Override
    public void ended(LiveResult result) {
        listener.ended(result);
    }
}
