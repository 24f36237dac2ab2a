package io.minerstream.pipeline.replay;

import io.minerstream.connect.sink.Sink;
import io.minerstream.connect.warehouse.TelemetryPartitions;
import io.minerstream.connect.warehouse.TelemetryTable;
import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.Teardown;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.setup.TelemetryMonths;
import io.minerstream.pipeline.sink.SinkHealth;
import io.minerstream.pipeline.sink.SinkLag;
import io.minerstream.pipeline.sink.SinkLagReader;
import io.minerstream.pipeline.verify.ExactReport;
import io.minerstream.pipeline.verify.ExactVerification;
import io.minerstream.schemas.topic.KafkaFutures;
import io.minerstream.schemas.wait.Deadline;
import io.minerstream.schemas.wait.Standstill;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * Lands telemetry again in the warehouse: sets the sink back to the first record of a range, waits until it has read the topic to
 * the end that it had, and compares the rows with the generated ones. Whatever the topic got after that first record lands again,
 * in order; rows that are equal stay as they are. Idempotent: a replay that was killed is simply done again. Immutable.
 *
 * <pre>{@code
 * Replay replay = new Replay(connections);
 * ReplayPlan plan = replay.plan(ReplayTarget.of(new RunLookup(connections).byId(new RunId("k3x9q2mv"))));
 * assertThat(replay.execute(plan, new ReplayListener() {}).passed()).isTrue();
 * }</pre>
 */
public final class Replay {

    private static final Duration STATE_TIMEOUT = Duration.ofSeconds(90);
    private static final Duration POLL = Duration.ofMillis(500);

    /** Workers commit offsets once a minute by default. */
    private static final Duration STANDSTILL = Duration.ofMinutes(3);

    private final Connections connections;
    private final String connector;

    /** A replay by the connector that is deployed by default. */
    public Replay(Connections connections) {
        this(connections, Sink.TELEMETRY.connectorName());
    }

    /** @param connector a sink of the telemetry topic */
    public Replay(Connections connections, String connector) {
        this.connections = connections;
        this.connector = connector;
    }

    /**
     * Looks what would be read, and what forbids it. Changes nothing.
     *
     * @throws PipelineException when Kafka, Kafka Connect or the warehouse does not answer
     */
    public ReplayPlan plan(ReplayTarget target) {
        String topic = connections.topics().telemetry();
        SinkLag lag = SinkLag.of(connections, connector, topic);
        Map<TopicPartition, OffsetSpec> beginnings = new HashMap<>();
        Map<TopicPartition, OffsetSpec> firsts = new HashMap<>();
        for (SinkLag.Partition partition : lag.partitions()) {
            TopicPartition id = new TopicPartition(partition.topic(), partition.partition());
            beginnings.put(id, OffsetSpec.earliest());
            firsts.put(id, OffsetSpec.forTimestamp(target.range().from().toEpochMilli()));
        }
        List<ReplayPlan.Partition> partitions = new ArrayList<>();
        try (Admin admin = connections.openAdmin()) {
            Map<TopicPartition, Long> beginning = offsets(admin, beginnings);
            Map<TopicPartition, Long> first = offsets(admin, firsts);
            for (SinkLag.Partition partition : lag.partitions()) {
                TopicPartition id = new TopicPartition(partition.topic(), partition.partition());
                partitions.add(ReplayPlan.Partition.of(partition, beginning.get(id), first.get(id)));
            }
        }
        return new ReplayPlan(connector, topic, target, partitions, findings(target));
    }

    /** Without partitions that have no such record. */
    private static Map<TopicPartition, Long> offsets(Admin admin, Map<TopicPartition, OffsetSpec> asked) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        KafkaFutures.get(admin.listOffsets(asked).all()).forEach((partition, answer) -> {
            if (answer.offset() >= 0) {
                offsets.put(partition, answer.offset());
            }
        });
        return offsets;
    }

    private List<String> findings(ReplayTarget target) {
        List<String> findings = new ArrayList<>();
        if (connections.connect().status(connector).isEmpty()) {
            findings.add("sink: connector " + connector + " is not deployed; run `minerstream sink deploy`");
        }
        connections.withWarehouse(database -> {
            new TelemetryTable(database).replayObstacle().ifPresent(findings::add);
            new TelemetryPartitions(database).obstacle(target.range()).ifPresent(findings::add);
            return null;
        });
        return findings;
    }

    /**
     * Does it.
     *
     * @throws PipelineException when the plan has findings, or when the sink fails or stands still. The connector runs again in any
     *     case, or the message says that it does not
     */
    public ReplayOutcome execute(ReplayPlan plan, ReplayListener listener) {
        if (!plan.findings().isEmpty()) {
            throw PipelineException.failed(String.join("; ", plan.findings()));
        }
        TelemetryMonths.ensure(
                connections, plan.target().range().from(), plan.target().range().to());
        long start = System.nanoTime();
        rewind(plan);
        await(plan, listener);
        Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
        return new ReplayOutcome(plan, elapsed, compare(plan, listener));
    }

    private void rewind(ReplayPlan plan) {
        try (Teardown teardown = new Teardown(() -> {})) {
            teardown.add(new Rewinding(connections.connect(), STATE_TIMEOUT, plan))
                    .run();
        }
    }

    private void await(ReplayPlan plan, ReplayListener listener) {
        SinkHealth health = new SinkHealth(connections.connect(), connector);
        Standstill standstill = new Standstill(STANDSTILL);
        listener.readingStarted(plan.offsets());
        try (SinkLagReader lag = new SinkLagReader(connections, connector, plan.topic())) {
            while (true) {
                long left = plan.left(lag.read());
                listener.read(plan.offsets() - left);
                if (left == 0) {
                    return;
                }
                health.problemIfDue().ifPresent(problem -> {
                    throw PipelineException.failed("sink: " + problem);
                });
                if (standstill.isReached(left)) {
                    throw PipelineException.failed(
                            "connector %s: must commit offsets, is %s behind the end of the replay, and has committed none for %s s; look at `minerstream sink status` and at the worker's log"
                                    .formatted(connector, left, STANDSTILL.toSeconds()));
                }
                Deadline.pause(POLL);
            }
        }
    }

    private List<ExactReport> compare(ReplayPlan plan, ReplayListener listener) {
        ExactVerification verification =
                new ExactVerification(connections, ExactVerification.DEFAULT_OFFENDERS, false, listener::compared);
        return plan.target().runs().stream()
                .map(run -> {
                    listener.comparisonStarted(run.replay().rows());
                    return verification.table(run);
                })
                .toList();
    }
}
