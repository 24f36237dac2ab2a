package io.minerstream.pipeline.run;

import io.minerstream.connect.sink.Sink;
import io.minerstream.connect.warehouse.TelemetryPartitions;
import io.minerstream.connect.warehouse.TelemetryTable;
import io.minerstream.pipeline.Scope;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.setup.Preparation;
import io.minerstream.pipeline.sink.SinkHealth;
import io.minerstream.pipeline.validator.Validators;
import io.minerstream.producer.preflight.RunPreview;
import io.minerstream.producer.publish.TelemetryPublisher;
import io.minerstream.producer.record.RunHistoryReader;
import io.minerstream.producer.run.RunHistory;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.schemas.run.TimeRange;
import java.sql.Connection;
import java.time.YearMonth;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the blocking problems of a run in all parts at once, before anything is written or created. */
final class RunPreflight {

    private static final Logger LOG = LoggerFactory.getLogger(RunPreflight.class);

    private final Connections connections;
    private final TelemetryPublisher publisher;

    RunPreflight(Connections connections, TelemetryPublisher publisher) {
        this.connections = connections;
        this.publisher = publisher;
    }

    /**
     * What was found.
     *
     * @param plan topics and contracts that are yet to be created
     * @param preview with all findings
     */
    record Inspection(Preparation.Plan plan, RunPreview preview) {}

    /** Asks all parts at once. Of several that do not answer, the first in the order of the joins is reported. */
    Inspection inspect(RunRequest run, Preparation preparation) {
        try (Scope scope = new Scope()) {
            Scope.Work<Preparation.Plan> topics = scope.ask("minerstream-ask-topics", preparation::inspect);
            Scope.Work<RunPreview> kafka = scope.ask(
                    "minerstream-ask-kafka",
                    () -> publisher.preview(run.fleet(), run.spec(), preparation.partitionsIfMissing()));
            Scope.Work<List<String>> validator = scope.ask(
                    "minerstream-ask-validator", () -> run.follow() ? Validators.findings(connections) : List.of());
            Scope.Work<Optional<String>> sink = scope.ask(
                    "minerstream-ask-sink",
                    () -> run.follow() && connections.hasSink() ? sinkFinding() : Optional.empty());
            Scope.Work<Warehouse> warehouse = scope.ask("minerstream-ask-warehouse", () -> warehouse(run.spec()));

            Preparation.Plan plan = topics.join();
            RunPreview preview = kafka.join();
            Set<String> findings = new LinkedHashSet<>(preview.findings());
            findings.addAll(plan.findings());
            findings.addAll(validator.join());
            sink.join().ifPresent(findings::add);
            warehouse.join().rows().ifPresent(findings::add);
            warehouse.join().obstacle().ifPresent(findings::add);
            return new Inspection(
                    plan, preview.with(plan.changes(), warehouse.join().missingMonths(), List.copyOf(findings)));
        }
    }

    private Optional<String> sinkFinding() {
        return new SinkHealth(connections.connect(), Sink.TELEMETRY.connectorName())
                .problem()
                .map(problem -> "sink: " + problem + "; run `minerstream sink deploy`, or give --no-wait");
    }

    /** Findings of the table, and the partitions that it lacks. */
    private record Warehouse(Optional<String> rows, Optional<String> obstacle, List<YearMonth> missingMonths) {}

    private Warehouse warehouse(RunSpec spec) {
        if (!connections.hasWarehouse()) {
            return new Warehouse(Optional.empty(), Optional.empty(), List.of());
        }
        boolean rowsAreKnown = spec.force() || isBegun(spec);
        TimeRange range = spec.range();
        return connections.withWarehouse(database -> {
            TelemetryPartitions partitions = new TelemetryPartitions(database);
            return new Warehouse(
                    rowsAreKnown ? Optional.empty() : rowFinding(database, spec),
                    partitions.obstacle(range),
                    partitions.missing(range.from(), range.to()));
        });
    }

    private static Optional<String> rowFinding(Connection database, RunSpec spec) {
        return new TelemetryTable(database)
                .overlapping(spec.siteId(), spec.range())
                .map(rows ->
                        "site_id=%s already has %s rows in miner_telemetry from %s to %s; choose another range, or --force to generate it again"
                                .formatted(spec.siteId(), rows.rows(), rows.first(), rows.last()));
    }

    /** A run's own rows, or those of its other shards, are no problem; the publisher refuses a run that is complete. */
    private boolean isBegun(RunSpec spec) {
        try {
            return RunHistoryReader.read(connections.kafkaProperties(), connections.topics()).of(spec.id()).stream()
                    .anyMatch(run ->
                            RunHistory.mayHoldReadings(run) && !(spec.shard().isAll() && !RunHistory.isResumable(run)));
        } catch (TopicAuthorizationException e) {
            LOG.atDebug().setCause(e).log("reading the runs is not allowed, which is a finding of its own");
            return false;
        }
    }
}
