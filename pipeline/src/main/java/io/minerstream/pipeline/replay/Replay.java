package io.minerstream.pipeline.replay;

import io.minerstream.connect.sink.Sink;
import io.minerstream.connect.warehouse.TelemetryPartitions;
import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.Teardown;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.setup.TelemetryMonths;
import io.minerstream.producer.kafka.PreflightException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Lands telemetry again in the warehouse: sets the sink back to the first record of a range, waits until it has read the topic to
 * the end that it had, and compares the rows with the generated ones. Whatever the topic got after that first record lands again,
 * in order; rows that are equal stay as they are. Idempotent: a replay that was killed is simply done again. Immutable.
 *
 * <pre>{@code
 * Replay replay = new Replay(connections);
 * ReplayPlan plan = replay.plan(ReplayTarget.ofRun(connections, new RunId("k3x9q2mv")));
 * assertThat(replay.execute(plan, new ReplayListener() {}).passed()).isTrue();
 * }</pre>
 */
public final class Replay {

    private static final Duration STATE_TIMEOUT = Duration.ofSeconds(90);

    private final Connections connections;
    private final Landing landing;

    /** A replay by the connector that is deployed by default. */
    public Replay(Connections connections) {
        this(connections, Sink.TELEMETRY.connectorName());
    }

    /** @param connector a sink of the telemetry topic */
    public Replay(Connections connections, String connector) {
        this.connections = connections;
        this.landing = new Landing(connections, connector);
    }

    /**
     * Looks what would be read, and what forbids it. Changes nothing.
     *
     * @throws PipelineException when Kafka, Kafka Connect or the warehouse does not answer
     */
    public ReplayPlan plan(ReplayTarget target) {
        List<String> findings = new ArrayList<>(target.findings());
        if (connections.connect().status(landing.connector()).isEmpty()) {
            findings.add("sink: connector " + landing.connector() + " is not deployed; run `minerstream sink deploy`");
        }
        landing.keyFinding().ifPresent(findings::add);
        connections
                .withWarehouse(database -> new TelemetryPartitions(database).obstacle(target.range()))
                .ifPresent(findings::add);
        return new ReplayPlan(
                landing.connector(),
                landing.topic(),
                target,
                landing.from(target.range().from()),
                findings);
    }

    /**
     * Does it.
     *
     * @throws PreflightException when the plan has findings; nothing was changed
     * @throws PipelineException when the sink fails or stands still. The connector runs again in any case, or the message says that
     *     it does not
     */
    public ReplayOutcome execute(ReplayPlan plan, ReplayListener listener) {
        PreflightException.requireNone(List.of(), plan.findings());
        TelemetryMonths.ensure(
                connections, plan.target().range().from(), plan.target().range().to());
        long start = System.nanoTime();
        rewind(plan);
        landing.await(plan, listener);
        Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
        return new ReplayOutcome(plan, elapsed, landing.compare(plan.target(), listener));
    }

    private void rewind(ReplayPlan plan) {
        try (Teardown teardown = new Teardown(() -> {})) {
            teardown.add(new Rewinding(connections.connect(), STATE_TIMEOUT, plan))
                    .run();
        }
    }
}
