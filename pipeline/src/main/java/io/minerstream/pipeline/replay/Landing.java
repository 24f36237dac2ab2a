package io.minerstream.pipeline.replay;

import io.minerstream.connect.warehouse.TelemetryTable;
import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.sink.SinkHealth;
import io.minerstream.pipeline.sink.SinkLag;
import io.minerstream.pipeline.sink.SinkLagReader;
import io.minerstream.pipeline.verify.ExactReport;
import io.minerstream.pipeline.verify.ExactVerification;
import io.minerstream.schemas.topic.KafkaFutures;
import io.minerstream.schemas.wait.Deadline;
import io.minerstream.schemas.wait.Standstill;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** How records that land again get into the table, wherever they come from: the sink reads them, then rows are compared. Immutable. */
final class Landing {

    private static final Duration POLL = Duration.ofMillis(500);

    /** Workers commit offsets once a minute by default. */
    private static final Duration STANDSTILL = Duration.ofMinutes(3);

    private final Connections connections;
    private final String connector;
    private final String topic;

    /** @param connector a sink of the telemetry topic */
    Landing(Connections connections, String connector) {
        this.connections = connections;
        this.connector = connector;
        this.topic = connections.topics().telemetry();
    }

    String connector() {
        return connector;
    }

    String topic() {
        return topic;
    }

    /** Why records must not land again in the table, if so. */
    Optional<String> keyFinding() {
        return connections.withWarehouse(database -> new TelemetryTable(database).replayObstacle());
    }

    /** What the sink reads again from the first record of a time on, up to the present ends of the topic. */
    List<ReplayPlan.Partition> from(Instant time) {
        SinkLag lag = SinkLag.of(connections, connector, topic);
        try (Admin admin = connections.openAdmin()) {
            Map<TopicPartition, Long> beginning = offsets(admin, lag, OffsetSpec.earliest());
            Map<TopicPartition, Long> first = offsets(admin, lag, OffsetSpec.forTimestamp(time.toEpochMilli()));
            return lag.partitions().stream()
                    .map(partition ->
                            ReplayPlan.Partition.of(partition, beginning.get(id(partition)), first.get(id(partition))))
                    .toList();
        }
    }

    /** What the sink has not read of what was committed, whose markers may be yet to come: up to the ends of the log. */
    List<ReplayPlan.Partition> unread() {
        SinkLag lag = SinkLag.of(connections, connector, topic);
        try (Admin admin = connections.openAdmin()) {
            Map<TopicPartition, Long> ends = offsets(admin, lag, OffsetSpec.latest());
            return lag.partitions().stream()
                    .map(partition -> ReplayPlan.Partition.unread(partition, ends.get(id(partition))))
                    .toList();
        }
    }

    private static TopicPartition id(SinkLag.Partition partition) {
        return new TopicPartition(partition.topic(), partition.partition());
    }

    /** Without partitions that have no such record. */
    private static Map<TopicPartition, Long> offsets(Admin admin, SinkLag lag, OffsetSpec asked) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        KafkaFutures.get(admin.listOffsets(
                                lag.partitions().stream().collect(Collectors.toMap(Landing::id, partition -> asked)))
                        .all())
                .forEach((partition, answer) -> {
                    if (answer.offset() >= 0) {
                        offsets.put(partition, answer.offset());
                    }
                });
        return offsets;
    }

    /**
     * Waits until the sink has committed the ends of a plan.
     *
     * @throws PipelineException when the sink fails or stands still
     */
    void await(ReplayPlan plan, ReplayListener listener) {
        SinkHealth health = new SinkHealth(connections.connect(), connector);
        Standstill standstill = new Standstill(STANDSTILL);
        listener.readingStarted(plan.offsets());
        try (SinkLagReader lag = new SinkLagReader(connections, connector, topic)) {
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

    /** Compares the rows of the runs of a target. */
    List<ExactReport> compare(ReplayTarget target, ReplayListener listener) {
        ExactVerification verification =
                new ExactVerification(connections, ExactVerification.DEFAULT_OFFENDERS, false, listener::compared);
        return target.runs().stream()
                .map(run -> {
                    listener.comparisonStarted(run.replay().rows());
                    ExactReport report = verification.table(run);
                    listener.compared(run.replay().rows());
                    return report;
                })
                .toList();
    }
}
