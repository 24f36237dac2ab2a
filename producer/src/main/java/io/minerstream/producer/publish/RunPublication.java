package io.minerstream.producer.publish;

import io.minerstream.avro.RunState;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.kafka.Cluster;
import io.minerstream.producer.kafka.Delivery;
import io.minerstream.producer.kafka.FencedWriter;
import io.minerstream.producer.kafka.TransactionalWriter;
import io.minerstream.producer.preflight.RunAdmission;
import io.minerstream.producer.preflight.RunAdmission.Resumption;
import io.minerstream.producer.preflight.RunContext;
import io.minerstream.producer.record.MinerKeys;
import io.minerstream.producer.record.RunRecords;
import io.minerstream.producer.roster.RosterEntry;
import io.minerstream.producer.roster.RosterReader;
import io.minerstream.producer.roster.RosterTimelines;
import io.minerstream.producer.run.RunPlan;
import io.minerstream.producer.run.RunSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes one run: the roster, the commit batches, the manifests. Used by one thread, once. */
final class RunPublication implements FencedWriter.Job<RunResult> {

    private final RunContext context;
    private final Cluster cluster;
    private final RunAdmission admission;
    private final RunSpec spec;
    private final RunPlan plan;
    private final MinerKeys keys;
    private final RunRecords records;
    private final TransactionalWriter writer;
    /** Of the readings of a run without transactions, which can be read as soon as the brokers have them; null for other runs. */
    private final Producer<byte[], SpecificRecord> direct;

    private final RunListener listener;
    private final BooleanSupplier cancelled;
    private final Delivery telemetry;
    private final Pacing pacing;
    private final ReadingsSender readings;

    private boolean started;
    /** Miners of this shard whose entries were not up to date. */
    private int rosterWritten;

    private long resumedAt;
    private long committed;

    /**
     * A run yet to be written.
     *
     * @param writer of everything but, in a run without transactions, the readings
     * @param cancelled asked between batches
     */
    RunPublication(
            RunContext context,
            Cluster cluster,
            RunAdmission admission,
            TransactionalWriter writer,
            RunListener listener,
            BooleanSupplier cancelled) {
        this.context = context;
        this.cluster = cluster;
        this.admission = admission;
        this.spec = admission.spec();
        this.plan = admission.plan();
        this.keys = admission.keys();
        this.records = admission.records();
        this.writer = writer;
        this.direct = isExactlyOnce()
                ? null
                : context.clients()
                        .producers()
                        .apply(context.clients().properties().producerWithoutTransactions());
        this.listener = listener;
        this.cancelled = cancelled;
        this.telemetry = writer.newDelivery();
        this.pacing = new Pacing(context.rate(), records.isLive(), System::nanoTime, this::checkBatch);
        this.readings = new ReadingsSender(
                admission,
                direct == null ? reading -> writer.send(reading, telemetry) : this::sendDirectly,
                pacing,
                context.threads(),
                this::afterBatch);
    }

    // The future fails with what the delivery is told.
    @SuppressWarnings("FutureReturnValueIgnored")
    private void sendDirectly(ProducerRecord<byte[], SpecificRecord> reading) {
        direct.send(reading, telemetry);
    }

    /** Writes the run to its end, or to where the scheduler ends it. */
    @Override
    public RunResult run() {
        Resumption resumption = admission.requireFree(context.history(cluster));
        resumedAt = resumption.committed();
        committed = resumedAt;
        writeRoster(readRoster());
        if (resumption.mayHaveDuplicates()) {
            listener.mayHaveDuplicates(committed);
        }
        long telemetryNanos = System.nanoTime();
        writeTelemetry();
        Fleet fleet = keys.fleet();
        return new RunResult(
                spec.id(),
                spec.siteId(),
                fleet.size(),
                fleet.asOf(spec.range().from()).statusDistribution(),
                fleet.schedule().countBetween(spec.range().from(), spec.range().to()),
                resumedAt,
                readings.sent(),
                telemetry.acknowledged(),
                telemetry.bytes(),
                spec.range(),
                Duration.ofNanos(System.nanoTime() - telemetryNanos),
                pacing.lateness(),
                resumption.mayHaveDuplicates());
    }

    private RosterTimelines readRoster() {
        RosterTimelines roster = RosterTimelines.over(keys.fleet(), spec.range());
        RosterReader.read(
                cluster::scan,
                context.clients().properties(),
                context.topics().miners(),
                keys.partitionCount(),
                roster::read);
        return roster;
    }

    @Override
    public void close() {
        readings.close();
        if (direct != null) {
            TransactionalWriter.close(direct);
        }
    }

    /** Marks a run without a committed reading as aborted. One that has some stays open and can resume. */
    @Override
    public void afterAbort() {
        if (started && committed == 0 && isExactlyOnce()) {
            writer.begin();
            writer.send(records.manifest(RunState.ABORTED, 0, now()));
            writer.commit();
        }
    }

    private boolean isExactlyOnce() {
        return spec.commit().isExactlyOnce();
    }

    @Override
    public String state() {
        if (started && !isExactlyOnce()) {
            return ("run %s, without transactions: the first %s of its %s readings are written, others may be; start the same "
                            + "command again to resume, which may write those twice")
                    .formatted(spec.id(), committed, plan.records());
        }
        if (committed == 0) {
            return started
                    ? "none of the %s readings of run %s are committed".formatted(plan.records(), spec.id())
                    : "no reading was written";
        }
        return "run %s: %s of %s readings are committed; start the same command again to resume"
                .formatted(spec.id(), committed, plan.records());
    }

    @Override
    public String uncertainty() {
        return "the last transaction of run %s; start the same command again: it resumes after what is committed"
                .formatted(spec.id());
    }

    /** Commits the outdated roster entries, in transactions of bounded size, and the manifest with the last of them. */
    private void writeRoster(RosterTimelines roster) {
        writer.begin();
        long written = 0;
        for (int i = 0; i < keys.ownedMiners(); i++) {
            int index = keys.owned(i);
            if (!roster.isUpToDate(index)) {
                rosterWritten++;
                // All entries of a miner in one transaction: some of them alone would be wrong.
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
        writer.send(records.manifest(RunState.STARTED, committed, now()));
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
            long end = plan.batchEnd(start);
            int timePoint = (int) ((end - 1) / plan.miners());
            if (!context.scheduler().awaitDue(spec.range().at(timePoint), this::checkBatch)) {
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

    /** The partitions of this shard have no miners, and their watermarks must say so. Repeating them does no harm. */
    private void writeEmptyPartitions() {
        for (int timePoint = 0; timePoint < plan.timePoints(); timePoint++) {
            Instant recordedAt = spec.range().at(timePoint);
            if (!context.scheduler().awaitDue(recordedAt, this::checkBatch)) {
                return;
            }
            writer.begin();
            writeWatermarks(timePoint, timePoint + 1);
            commit(timePoint == plan.timePoints() - 1 ? RunState.COMPLETED : RunState.STARTED, 0);
            listener.committedUpTo(recordedAt, 0);
        }
    }

    /**
     * Ends a commit batch, which may begin and end within a time point. Without transactions its readings are visible one by one. What says
     * that they are complete must come after them, and only that is a transaction.
     */
    private void commit(RunState state, long end) {
        if (!isExactlyOnce() && plan.records() > 0) {
            direct.flush();
            writer.check();
            requireAllAcknowledged();
            writer.begin();
        }
        writeWatermarks(plan.timePointsWithin(committed), plan.timePointsWithin(end));
        writer.send(records.manifest(state, end, now()));
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

    /** A transaction commits what was acknowledged. A lost record would be unnoticed. */
    private void requireAllAcknowledged() {
        if (telemetry.acknowledged() != readings.sent()) {
            throw new IllegalStateException("Kafka acknowledged %s of %s readings without an error"
                    .formatted(telemetry.acknowledged(), readings.sent()));
        }
    }

    private Instant now() {
        return context.clock().instant();
    }
}
