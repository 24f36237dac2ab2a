package io.minerstream.pipeline.run;

import io.minerstream.connect.warehouse.TelemetryTable;
import io.minerstream.pipeline.Scope;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.run.Stage.Name;
import io.minerstream.pipeline.validator.Validators;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.schemas.wait.Deadline;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks how far validator and sink are in a run, for the listener alone: its failures do not end the run. Ends with its scope. */
final class StageMeter {

    private static final Logger LOG = LoggerFactory.getLogger(StageMeter.class);
    private static final Duration SHORTEST_POLL = Duration.ofMillis(300);

    private final Connections connections;
    private final PipelineListener listener;
    private final Scope scope;

    StageMeter(Connections connections, PipelineListener listener, Scope scope) {
        this.connections = connections;
        this.listener = listener;
        this.scope = scope;
    }

    /**
     * Begins to look, before the first reading is sent: what the validator reads from now on counts.
     *
     * @param judged whether a validator runs
     * @param landed whether a sink writes rows
     * @param counted whether others count the rows by now
     */
    void start(RunSpec run, boolean judged, boolean landed, BooleanSupplier counted) {
        if (judged) {
            follow("minerstream-meter-validator", this::lookAtValidator);
        }
        if (landed) {
            follow("minerstream-meter-sink", () -> lookAtSink(run, counted));
        }
    }

    private void lookAtValidator() {
        try (Admin admin = connections.openAdmin()) {
            long before = Validators.position(connections, admin);
            look(Name.VALIDATE, () -> false, () -> Validators.position(connections, admin) - before);
        }
    }

    private void lookAtSink(RunSpec run, BooleanSupplier counted) {
        connections.withWarehouse(database -> {
            TelemetryTable table = new TelemetryTable(database);
            look(Name.SINK, counted, () -> table.countRows(run.siteId(), run.range()));
            return null;
        });
    }

    private void look(Name stage, BooleanSupplier end, LongSupplier records) {
        while (!scope.isOver() && !end.getAsBoolean()) {
            Deadline look = Deadline.in(SHORTEST_POLL);
            listener.stageReached(stage, records.getAsLong());
            // A slow count takes the database from its inserts.
            Deadline.pause(look.remaining().plus(look.elapsed()));
        }
    }

    private void follow(String name, Runnable work) {
        scope.start(name, () -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                LOG.atDebug().setCause(e).log("the stage goes on unseen; its part is watched elsewhere");
            }
            return null;
        });
    }
}
