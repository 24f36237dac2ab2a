package io.minerstream.pipeline.run;

import io.minerstream.connect.sink.Sink;
import io.minerstream.connect.warehouse.TelemetryPartitions;
import io.minerstream.connect.warehouse.TelemetryTable;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.setup.Preparation;
import io.minerstream.pipeline.setup.TelemetryMonths;
import io.minerstream.pipeline.sink.SinkHealth;
import io.minerstream.pipeline.validator.Validators;
import io.minerstream.producer.preflight.RunPreview;
import io.minerstream.producer.publish.TelemetryPublisher;
import io.minerstream.producer.record.RunHistoryReader;
import io.minerstream.producer.run.RunHistory;
import io.minerstream.producer.run.RunSpec;
import java.util.ArrayList;
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

    RunPreview preview(RunRequest run, Preparation.Plan plan, int partitionsIfMissing) {
        RunPreview preview = publisher.preview(run.fleet(), run.spec(), partitionsIfMissing);
        Set<String> findings = new LinkedHashSet<>(preview.findings());
        findings.addAll(plan.findings());
        findings.addAll(findingsOfOthers(run));
        return preview.with(
                plan.changes(), TelemetryMonths.missing(connections, run.spec().range()), List.copyOf(findings));
    }

    private List<String> findingsOfOthers(RunRequest run) {
        List<String> findings = new ArrayList<>();
        if (run.follow()) {
            findings.addAll(Validators.findings(connections));
            if (connections.hasSink()) {
                sinkFinding().ifPresent(findings::add);
            }
        }
        rowFinding(run.spec()).ifPresent(findings::add);
        monthFinding(run.spec()).ifPresent(findings::add);
        return findings;
    }

    private Optional<String> sinkFinding() {
        return new SinkHealth(connections.connect(), Sink.TELEMETRY.connectorName())
                .problem()
                .map(problem -> "sink: " + problem + "; run `minerstream sink deploy`, or give --no-wait");
    }

    private Optional<String> rowFinding(RunSpec spec) {
        if (spec.force() || !connections.hasWarehouse() || isBegun(spec)) {
            return Optional.empty();
        }
        return connections
                .withWarehouse(database -> new TelemetryTable(database).overlapping(spec.siteId(), spec.range()))
                .map(rows ->
                        "site_id=%s already has %s rows in miner_telemetry from %s to %s; choose another range, or --force to generate it again"
                                .formatted(spec.siteId(), rows.rows(), rows.first(), rows.last()));
    }

    private Optional<String> monthFinding(RunSpec spec) {
        return connections.hasWarehouse()
                ? connections.withWarehouse(database -> new TelemetryPartitions(database).obstacle(spec.range()))
                : Optional.empty();
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
