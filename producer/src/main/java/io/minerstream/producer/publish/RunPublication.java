package io.minerstream.producer.publish;

import io.minerstream.avro.RunState;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.kafka.Delivery;
import io.minerstream.producer.kafka.KafkaFailure;
import io.minerstream.producer.kafka.PublishException;
import io.minerstream.producer.kafka.TransactionalWriter;
import io.minerstream.producer.run.RunPlan;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.producer.signal.Signal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;

/** Writes one run: the roster, the units, the manifests. Used by one thread, once. */
final class RunPublication {

    private final RunSpec spec;
    private final RunPlan plan;
    private final MinerKeys keys;
    private final RunRecords records;
    private final TransactionalWriter writer;
    private final RunListener listener;
    private final Clock clock;
    private final BooleanSupplier cancelled;
    private final Delivery telemetry;

    private boolean started;
    private int committedTimePoints;
    private long sent;

    RunPublication(
            RunSpec spec,
            RunPlan plan,
            MinerKeys keys,
            RunRecords records,
            TransactionalWriter writer,
            RunListener listener,
            Clock clock,
            BooleanSupplier cancelled) {
        this.spec = spec;
        this.plan = plan;
        this.keys = keys;
        this.records = records;
        this.writer = writer;
        this.listener = listener;
        this.clock = clock;
        this.cancelled = cancelled;
        this.telemetry = writer.newDelivery();
    }

    /**
     * Writes the run to its end.
     *
     * @param requireFree throws when the range is taken; called when no other generator of the site can commit any more
     * @param readRoster reads the present roster
     * @throws PublishException when Kafka or the registry failed, or the run was cancelled
     */
    RunResult publish(Fleet fleet, Runnable requireFree, Supplier<Roster> readRoster, KafkaFailure failures) {
        try {
            long startNanos = System.nanoTime();
            writer.fenceOthers();
            requireFree.run();
            Roster roster = readRoster.get();
            writeRoster(roster);
            long rosterNanos = System.nanoTime();
            writeTelemetry();
            return new RunResult(
                    spec.id(),
                    spec.siteId(),
                    fleet.size(),
                    fleet.statusDistribution(),
                    plan.timePoints(),
                    sent,
                    telemetry.acknowledged(),
                    telemetry.bytes(),
                    spec.range().from(),
                    spec.range().last(),
                    roster.outdated(),
                    Duration.ofNanos(rosterNanos - startNanos),
                    Duration.ofNanos(System.nanoTime() - rosterNanos));
        } catch (KafkaException | CancellationException e) {
            boolean overdue = writer.isOverdue();
            RuntimeException root = writer.rootOf(e);
            giveUp(root);
            if (writer.isUncertain()) {
                throw new PublishException(PublishException.Reason.UNCERTAIN, uncertainty(failures), root);
            }
            throw failures.toException(root, overdue, state());
        } catch (RuntimeException e) {
            giveUp(e);
            throw e;
        }
    }

    /** Aborts the open transaction and notes in one of its own that the run will not go on. */
    private void giveUp(RuntimeException failure) {
        if (writer.isUncertain() || KafkaFailure.isFenced(failure)) {
            return;
        }
        // An interrupted thread could not clean up: every call to Kafka would be interrupted as well.
        boolean interrupted = Thread.interrupted();
        try {
            writer.abort();
            if (started) {
                writeAborted();
            }
        } catch (RuntimeException onAbort) {
            failure.addSuppressed(onAbort);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private String state() {
        if (committedTimePoints == 0) {
            return started
                    ? "none of the %d readings of run %s are committed".formatted(plan.records(), spec.id())
                    : "no reading was written";
        }
        return "run %s: %d of %d readings are committed, those before %s"
                .formatted(
                        spec.id(),
                        committedRecords(),
                        plan.records(),
                        spec.range().at(committedTimePoints));
    }

    private String uncertainty(KafkaFailure failures) {
        return ("Kafka at %s did not say whether it committed the last transaction of run %s; look at the run's state in"
                        + " topic simulation-runs before generating again")
                .formatted(failures.servers(), spec.id());
    }

    /** Commits the outdated roster entries, in transactions of bounded size, and with the last the manifest of the run. */
    private void writeRoster(Roster roster) {
        writer.begin();
        long written = 0;
        for (int i = 0; i < plan.miners(); i++) {
            if (roster.isOutdated(i)) {
                writer.send(records.rosterEntry(i));
                written++;
                if (written % spec.batchSize() == 0) {
                    checkBatch();
                }
                if (written % RunPlan.LARGEST_WHOLE_RUN == 0) {
                    writer.commit();
                    writer.begin();
                }
            }
        }
        writer.send(records.manifest(RunState.STARTED, 0, clock.instant()));
        writer.commit();
        started = true;
        listener.rosterCommitted(roster.outdated(), plan.miners() - roster.outdated());
    }

    private void writeTelemetry() {
        listener.telemetryStarted(plan.records());
        for (int i = 0; i < plan.units(); i++) {
            RunPlan.Unit unit = plan.unit(i);
            writer.begin();
            for (int timePoint = unit.from(); timePoint < unit.to(); timePoint++) {
                writeTimePoint(timePoint);
            }
            RunState state = unit.to() == plan.timePoints() ? RunState.COMPLETED : RunState.STARTED;
            writer.send(records.manifest(state, unit.to(), clock.instant()));
            writer.flush();
            requireAllAcknowledged();
            writer.commit();
            committedTimePoints = unit.to();
            listener.telemetryProgress(sent, telemetry.acknowledged());
            listener.committed(committedRecords());
        }
    }

    private void writeTimePoint(int timePoint) {
        Instant recordedAt = spec.range().at(timePoint);
        Signal.Frame frame = records.frame(timePoint);
        for (int i = 0; i < plan.miners(); i++) {
            writer.send(records.telemetry(i, frame, recordedAt), telemetry);
            if (++sent % spec.batchSize() == 0) {
                checkBatch();
                listener.telemetryProgress(sent, telemetry.acknowledged());
            }
        }
        for (int partition = 0; partition < keys.partitionCount(); partition++) {
            writer.send(records.watermark(partition, recordedAt));
        }
    }

    private void checkBatch() {
        writer.check();
        if (cancelled.getAsBoolean()) {
            throw new CancellationException("cancelled");
        }
    }

    /** A transaction commits what was acknowledged; a record that got lost on the way here would go unnoticed. */
    private void requireAllAcknowledged() {
        if (telemetry.acknowledged() != sent) {
            throw new IllegalStateException(
                    "Kafka acknowledged %d of %d readings without an error".formatted(telemetry.acknowledged(), sent));
        }
    }

    private void writeAborted() {
        writer.begin();
        writer.send(records.manifest(RunState.ABORTED, committedTimePoints, clock.instant()));
        writer.commit();
    }

    private long committedRecords() {
        return (long) committedTimePoints * plan.miners();
    }
}
