package io.minerstream.connect.copy.write;

import io.minerstream.connect.copy.database.SinkDatabase;
import io.minerstream.connect.copy.database.SqlFailure;
import io.minerstream.connect.copy.encode.RowBytes;
import io.minerstream.connect.copy.metrics.BatchTotals;
import io.minerstream.connect.copy.metrics.CopySinkMetrics;
import io.minerstream.connect.copy.offsets.Advance;
import io.minerstream.connect.copy.offsets.ClaimedPartition;
import io.minerstream.connect.copy.offsets.OffsetsTable;
import io.minerstream.connect.copy.table.RowLayouts;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lands batches, one transaction each, and repeats what the database fails. For the writer's thread, except {@link #abort}. */
public final class BatchWriter {

    private static final Logger LOG = LoggerFactory.getLogger(BatchWriter.class);

    private final WriterSession session;
    private final OffsetsTable offsets;
    private final TransactionStart start;
    private final RowLayouts layouts;
    private final DeadLetterReporter deadLetters;
    private final RetrySettings retrySettings;
    private final CopySinkMetrics metrics;
    private final TableWays ways = new TableWays();
    private RowBytes spare = new RowBytes();

    /**
     * @param offsets null when Kafka alone keeps them
     * @param reporter null when the connector tolerates no errors
     */
    public BatchWriter(
            SinkDatabase database,
            OffsetsTable offsets,
            RowLayouts layouts,
            ErrantRecordReporter reporter,
            RetrySettings retrySettings,
            CopySinkMetrics metrics) {
        this.session = new WriterSession(database, metrics);
        this.offsets = offsets;
        this.start = new TransactionStart(offsets);
        this.layouts = layouts;
        this.deadLetters = new DeadLetterReporter(reporter);
        this.retrySettings = retrySettings;
        this.metrics = metrics;
    }

    /**
     * Returns when the batch has landed, or all of its partitions are lost.
     *
     * @param lost partitions that the task has lost, as of now; asked before each attempt
     * @throws InterruptedException when the task is stopped
     * @throws org.apache.kafka.connect.errors.ConnectException when it cannot land
     */
    void write(Batch batch, LostPartitions lost) throws InterruptedException {
        Retries retries = new Retries(retrySettings);
        boolean careful = false;
        boolean tableChanged = false;
        sort(batch);
        while (true) {
            batch.drop(lost.asOfNow());
            if (batch.isEmpty()) {
                return;
            }
            try {
                if (tableChanged) {
                    layouts.forget();
                    batch.encodeAgain(layouts);
                    sort(batch);
                    tableChanged = false;
                }
                if (transact(batch, careful)) {
                    return;
                }
            } catch (SQLException e) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                // Without a connection it is the session that was refused: a parameter of connection.url is class 22,
                // too.
                if (!careful && SqlFailure.isOfARow(e) && session.isOpen() && rolledBack()) {
                    careful = true;
                    continue;
                }
                session.discard();
                careful = false;
                tableChanged |= SqlFailure.isOfTheTable(e);
                Duration pause = retries.failed("writing " + batch.records() + " records", e);
                metrics.addRetry(SqlFailure.text(e));
                LOG.warn(
                        "a batch of {} records is sent again in {}: {}",
                        batch.records(),
                        pause,
                        SqlFailure.sentence(e));
                Thread.sleep(pause.toMillis());
            }
        }
    }

    private void sort(Batch batch) {
        batch.groups().forEach(group -> spare = group.sort(spare));
    }

    /** Partitions that are lost. */
    @FunctionalInterface
    interface LostPartitions {
        Set<ClaimedPartition> asOfNow();
    }

    /** Whether the transaction ended, and the connection lives. */
    private boolean rolledBack() {
        try {
            session.rollback();
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    /** Whether the batch has landed; false when partitions of it are lost, which are marked. */
    private boolean transact(Batch batch, boolean careful) throws SQLException, InterruptedException {
        Connection connection = session.connection();
        long startNanos = System.nanoTime();
        List<Advance> advances = batch.advances();
        if (!start.run(connection, batch)) {
            session.rollback();
            OffsetsTable.Reason reason = offsets.look(connection, advances);
            session.rollback();
            if (reason == OffsetsTable.Reason.FENCED) {
                LOG.warn("partitions of this task are another's by now: {}", fenced(advances));
                batch.drop(fenced(advances));
                return batch.isEmpty();
            }
            // How many rows it changed was in the answer that was lost.
            finish(batch, batch.records() - batch.reported(), 0, new Attempt(), startNanos);
            return true;
        }
        Attempt attempt = new Attempt();
        GroupWriter writer = new GroupWriter(connection, session.staging(), ways, attempt);
        for (RowGroup group : batch.groups()) {
            group.beginAttempt();
            if (careful) {
                writer.writeCarefully(group);
            } else {
                writer.write(group);
            }
        }
        List<DeadLetter> refused = new ArrayList<>(batch.refused());
        refused.addAll(attempt.refused());
        if (!refused.isEmpty()) {
            refused.sort(Comparator.comparing(DeadLetter::record, Batch.IN_ORDER));
            deadLetters.report(refused);
            batch.reported(refused);
        }
        session.commit();
        boolean clean = attempt.refused().isEmpty() && attempt.unchanged() == 0;
        batch.groups().forEach(group -> ways.landed(group.layout(), clean));
        finish(batch, attempt.landed(), attempt.unchanged(), attempt, startNanos);
        return true;
    }

    private static Set<ClaimedPartition> fenced(List<Advance> advances) {
        return advances.stream()
                .map(Advance::claim)
                .filter(ClaimedPartition::isFenced)
                .collect(Collectors.toSet());
    }

    private void finish(Batch batch, long landed, long unchanged, Attempt attempt, long startNanos) {
        long nanos = System.nanoTime() - startNanos;
        metrics.add(new BatchTotals(
                batch.records(),
                landed,
                unchanged,
                batch.reported(),
                1,
                attempt.isStraight() ? 1 : 0,
                attempt.isStaged() ? 1 : 0,
                attempt.isBisected() ? 1 : 0,
                batch.bytes(),
                nanos,
                nanos,
                nanos));
        batch.advances().forEach(advance -> advance.claim().landed(advance.next()));
    }

    /** Ends the connection; from any thread. */
    void abort() {
        session.abort();
    }

    /** Ends the connection and writes what the log still holds. */
    void close() {
        session.discard();
        deadLetters.flushLog();
    }
}
