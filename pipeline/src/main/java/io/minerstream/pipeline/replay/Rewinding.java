package io.minerstream.pipeline.replay;

import io.minerstream.connect.rest.ConnectClient;
import io.minerstream.connect.sink.SinkControl;
import io.minerstream.pipeline.PipelineException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * Stops a connector, sets its offsets, and has it go on in any case. A signal that comes in between waits for that: {@link #close}
 * returns when the connector runs again. Thread-safe.
 */
final class Rewinding implements AutoCloseable {

    private final SinkControl control;
    private final ReplayPlan plan;
    private final List<String> connector;
    private boolean closed;

    /** @param timeout longest wait for each step */
    Rewinding(ConnectClient connect, Duration timeout, ReplayPlan plan) {
        this.control = new SinkControl(connect, timeout);
        this.plan = plan;
        this.connector = List.of(plan.connector());
    }

    synchronized void run() {
        if (closed) {
            throw new CancellationException("a signal has ended the command");
        }
        try {
            control.stop(connector);
            if (!plan.moved().isEmpty()) {
                control.setOffsets(plan.connector(), plan.topic(), plan.moved());
            }
        } catch (RuntimeException e) {
            resume("; the failure before: " + e.getMessage());
            throw e;
        }
        resume("");
    }

    private void resume(String more) {
        try {
            control.resume(connector);
        } catch (RuntimeException e) {
            throw PipelineException.failed(
                    "connector %s: must run again, but resuming it has failed and it may be stopped; run `minerstream sink resume`; the cause: %s%s"
                            .formatted(plan.connector(), e.getMessage(), more),
                    e);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
