package io.minerstream.producer.publish;

import io.minerstream.avro.RunState;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.kafka.Delivery;
import io.minerstream.producer.kafka.KafkaFailure;
import io.minerstream.producer.kafka.PublishException;
import io.minerstream.producer.kafka.RecordWriter;
import io.minerstream.producer.kafka.TransactionalWriter;
import io.minerstream.producer.publish.RunAdmission.Resumption;
import io.minerstream.producer.roster.RosterEntry;
import io.minerstream.producer.roster.RosterTimelines;
import io.minerstream.producer.run.RunPlan;
import io.minerstream.producer.run.RunSpec;
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
    private final RecordWriter readingsWriter;
    private final RunListener listener;
    private final Clock clock;
    private final BooleanSupplier cancelled;
    private final Delivery telemetry;
    private final Pacing pacing;
    private final ReadingsSender readings;
    private final TimePointScheduler gate;

    private boolean started;
    /** Miners of this shard whose entries were not up to date. */
    private int rosterWritten;

    private long resumedAt;
    private long committed;

    /**
     * A run yet to be written.
     *
     * @param writer of everything but, in a run without transactions, the readings
     * @param readingsWriter of the readings; the same in a run with transactions
     * @param cancelled asked after each batch
     */
    RunPublication(
            RunSpec spec,
            RunAdmission admission,
            TransactionalWriter writer,
            RecordWriter readingsWriter,
            RunListener listener,
            PublisherContext context,
            BooleanSupplier cancelled) {
        this.spec = spec;
        this.plan = admission.plan();
        this.keys = admission.keys();
        this.records = admission.records();
        this.writer = writer;
        this.readingsWriter = readingsWriter;
        this.listener = listener;
        this.clock = context.clock();
        this.cancelled = cancelled;
        this.telemetry = writer.newDelivery();
        this.gate = context.gate();
        this.pacing = new Pacing(context.rate(), gate != TimePointScheduler.OPEN, System::nanoTime, this::checkBatch);
        this.readings = new ReadingsSender(
                spec, admission, readingsWriter, telemetry, pacing, context.threads(), this::afterBatch);
    }

    /**
     * Writes the run to its end, or to where the gate ends it.
     *
     * @param resume says where this run goes on, or throws when the range is taken; called when no other generator of the site
     *     can commit any more
     * @param readRoster reads the present roster
     * @throws PublishException when Kafka or the registry failed, or the run was cancelled
     */
    RunResult publish(
            Fleet fleet, Supplier<Resumption> resume, Supplier<RosterTimelines> readRoster, KafkaFailure failures) {
        try {
            writer.fenceOthers();
            Resumption resumption = resume.get();
            resumedAt = resumption.committed();
            committed = resumedAt;
            writeRoster(readRoster.get());
            if (resumption.mayHaveDuplicates()) {
                listener.mayHaveDuplicates(committed);
            }
            long telemetryNanos = System.nanoTime();
            writeTelemetry();
            return new RunResult(
                    spec.id(),
                    spec.siteId(),
                    fleet.size(),
                    fleet.asOf(spec.range().from()).statusDistribution(),
                    fleet.schedule()
                            .countBetween(spec.range().from(), spec.range().to()),
                    resumedAt,
                    readings.sent(),
                    telemetry.acknowledged(),
                    telemetry.bytes(),
                    spec.range(),
                    Duration.ofNanos(System.nanoTime() - telemetryNanos),
                    pacing.lateness(),
                    resumption.mayHaveDuplicates());
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
        } finally {
            readings.close();
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
            if (started && committed == 0 && isExactlyOnce()) {
                // Nothing to go on with. A run of which something is there stays open, and goes on another time.
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

    private boolean isExactlyOnce() {
        return spec.commit().isExactlyOnce();
    }

    private String state() {
        if (started && !isExactlyOnce()) {
            return ("run %s, without transactions: the first %d of its %d readings are written, others may be; start the same "
                            + "command again to go on, which may write those twice")
                    .formatted(spec.id(), committed, plan.records());
        }
        if (committed == 0) {
            return started
                    ? "none of the %d readings of run %s are committed".formatted(plan.records(), spec.id())
                    : "no reading was written";
        }
        return "run %s: %d of %d readings are committed; start the same command again to go on"
                .formatted(spec.id(), committed, plan.records());
    }

    private String uncertainty(KafkaFailure failures) {
        return ("Kafka at %s did not say whether it committed the last transaction of run %s; start the same command again: it"
                        + " goes on after what is committed")
                .formatted(failures.servers(), spec.id());
    }

    /** Commits the outdated roster entries, in transactions of bounded size, and with the last the manifest of the run. */
    private void writeRoster(RosterTimelines roster) {
        writer.begin();
        long written = 0;
        for (int i = 0; i < keys.ownedMiners(); i++) {
            int index = keys.owned(i);
            if (!roster.isUpToDate(index)) {
                rosterWritten++;
                // All entries of a miner in one transaction: a part of them would say something else.
                for (RosterEntry entry : roster.entries(index)) {
                    writer.send(records.rosterEntry(index, entry));
                    if (++written % spec.batchSize() == 0) {
                        checkBatch();
                    }
                }
                if (written >= RunPlan.DEFAULT_BATCH_RECORDS) {
                    written = 0;
                    writer.commit();
                    writer.begin();
                }
            }
        }
        writer.send(records.manifest(RunState.STARTED, committed, clock.instant()));
        writer.commit();
        started = true;
        listener.rosterCommitted(rosterWritten, plan.miners() - rosterWritten);
        if (committed > 0) {
            listener.resumed(committed);
        }
    }

    private void writeTelemetry() {
        listener.telemetryStarted(plan.records());
        if (plan.records() == 0) {
            writeEmptyPartitions();
        }
        while (committed < plan.records()) {
            long start = committed;
            long end = plan.unitEnd(start);
            int timePoint = (int) ((end - 1) / plan.miners());
            if (!gate.awaitDue(spec.range().at(timePoint), this::checkBatch)) {
                return;
            }
            pacing.beginBatch(readings.sent());
            if (isExactlyOnce()) {
                writer.begin();
            }
            readings.send(start, end);
            commit(end == plan.records() ? RunState.COMPLETED : RunState.STARTED, end);
            listener.telemetryProgress(committed, committed);
            listener.committed(committed);
            if (end % plan.miners() == 0) {
                listener.committedUpTo(spec.range().at(timePoint), end - start);
            }
        }
    }

    /** The partitions of this shard hold none of the miners, and their watermarks must say so; saying it again does no harm. */
    private void writeEmptyPartitions() {
        for (int timePoint = 0; timePoint < plan.timePoints(); timePoint++) {
            Instant recordedAt = spec.range().at(timePoint);
            if (!gate.awaitDue(recordedAt, this::checkBatch)) {
                return;
            }
            writer.begin();
            writeWatermarks(timePoint, timePoint + 1);
            commit(timePoint == plan.timePoints() - 1 ? RunState.COMPLETED : RunState.STARTED, 0);
            listener.committedUpTo(recordedAt, 0);
        }
    }

    /**
     * Ends a unit, which may begin and end in the middle of a time point. Without transactions its readings are visible one by one, and
     * what says that they are all there must come after them; only that is a transaction then.
     */
    private void commit(RunState state, long end) {
        if (!isExactlyOnce() && plan.records() > 0) {
            readingsWriter.flush();
            writer.check();
            requireAllAcknowledged();
            writer.begin();
        }
        writeWatermarks(plan.timePointsWithin(committed), plan.timePointsWithin(end));
        writer.send(records.manifest(state, end, clock.instant()));
        writer.flush();
        requireAllAcknowledged();
        writer.commit();
        committed = end;
    }

    private void writeWatermarks(int fromTimePoint, int endTimePoint) {
        for (int timePoint = fromTimePoint; timePoint < endTimePoint; timePoint++) {
            writeWatermarks(spec.range().at(timePoint));
        }
    }

    private void writeWatermarks(Instant recordedAt) {
        for (int partition = 0; partition < keys.partitionCount(); partition++) {
            if (keys.owns(partition)) {
                writer.send(records.watermark(partition, recordedAt));
            }
        }
    }

    private void afterBatch(long position) {
        checkBatch();
        listener.telemetryProgress(position, resumedAt + telemetry.acknowledged());
    }

    private void checkBatch() {
        writer.check();
        if (cancelled.getAsBoolean()) {
            throw new CancellationException("cancelled");
        }
    }

    /** A transaction commits what was acknowledged; a record that got lost on the way here would go unnoticed. */
    private void requireAllAcknowledged() {
        if (telemetry.acknowledged() != readings.sent()) {
            throw new IllegalStateException("Kafka acknowledged %d of %d readings without an error"
                    .formatted(telemetry.acknowledged(), readings.sent()));
        }
    }

    private void writeAborted() {
        writer.begin();
        writer.send(records.manifest(RunState.ABORTED, 0, clock.instant()));
        writer.commit();
    }
}
