package io.minerstream.connect.copy;

import io.minerstream.connect.copy.database.SinkDatabase;
import io.minerstream.connect.copy.database.SqlFailure;
import io.minerstream.connect.copy.metrics.CopySinkMetrics;
import io.minerstream.connect.copy.offsets.ClaimedPartition;
import io.minerstream.connect.copy.offsets.OffsetsTable;
import io.minerstream.connect.copy.offsets.PartitionTracker;
import io.minerstream.connect.copy.table.RowLayouts;
import io.minerstream.connect.copy.write.Batch;
import io.minerstream.connect.copy.write.BatchWriter;
import io.minerstream.connect.copy.write.Retries;
import io.minerstream.connect.copy.write.WriterLane;
import io.minerstream.connect.plugin.PluginVersion;
import io.minerstream.schemas.wait.Deadline;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encodes records and hands them to the thread that lands them. No call of Connect waits longer than a few seconds for the database:
 * {@code put} gives the records back instead, so that the consumer stays in its group however long the database is away.
 */
public final class CopySinkTask extends SinkTask {

    private static final Logger LOG = LoggerFactory.getLogger(CopySinkTask.class);

    /** Far below any max.poll.interval.ms. */
    private static final Duration WAIT_LIMIT = Duration.ofSeconds(5);

    /** Longer than any session timeout in use: after it, the other owner of a partition is no successor of this task. */
    private static final Duration FENCED_LIMIT = Duration.ofSeconds(90);

    private static final long FENCED_PAUSE_MS = 500;
    private static final long BUSY_PAUSE_MS = 100;

    private CopySinkConfig config;
    private CopySinkMetrics metrics;
    private SinkDatabase database;
    private OffsetsTable offsets;
    private PartitionTracker partitions;
    private RowLayouts layouts;
    private WriterLane lane;
    private Retries retries;
    private Deadline fencedDeadline;

    @Override
    public String version() {
        return PluginVersion.text();
    }

    @Override
    public void start(Map<String, String> props) {
        config = new CopySinkConfig(props).requireConsistent();
        database = config.database();
        offsets = config.offsets();
        partitions = new PartitionTracker(offsets);
        layouts = new RowLayouts(database, config.mapping());
        retries = new Retries(config.retries());
        metrics = CopySinkMetrics.register(config.connectorName(), config.taskNumber());
        BatchWriter writer =
                new BatchWriter(database, offsets, layouts, context.errantRecordReporter(), config.retries(), metrics);
        lane = new WriterLane(
                writer, config.batchBytes(), "copy-sink-" + config.connectorName() + "-" + config.taskNumber());
    }

    @Override
    public void open(Collection<TopicPartition> opened) {
        partitions.open(opened);
        fencedDeadline = null;
        try {
            claim(false);
        } catch (RetriableException e) {
            LOG.warn("{}; no record is taken before", e.getMessage());
        }
    }

    private void claim(boolean delivering) {
        if (!partitions.hasPending()) {
            return;
        }
        try (Connection connection = database.open()) {
            offsets.create(connection);
            context.offset(partitions.claim(connection, delivering));
            retries.succeeded();
        } catch (SQLException e) {
            throw later("claiming partitions in table " + offsets, e);
        }
    }

    /** Lets Connect deliver the same records again. */
    private RetriableException later(String what, SQLException failure) {
        context.timeout(retries.failed(what, failure).toMillis());
        return new RetriableException(what + " is tried again, " + SqlFailure.sentence(failure), failure);
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        boolean complete = false;
        try {
            lane.requireNoFailure();
            claim(true);
            requireOwnership();
            if (!records.isEmpty()) {
                encode(records);
            }
            complete = true;
        } finally {
            partitions.delivered(complete);
        }
    }

    private void encode(Collection<SinkRecord> records) {
        Batch batch = batch();
        try {
            for (SinkRecord record : records) {
                ClaimedPartition claim = partitions.accept(record);
                if (claim == null) {
                    metrics.addSkipped();
                    continue;
                }
                add(batch, record, claim);
                partitions.handedOver(claim, record);
                if (lane.isFull(batch)) {
                    lane.handOver(batch);
                    batch = null;
                    batch = batch();
                }
            }
        } finally {
            if (batch != null) {
                lane.handOver(batch);
            }
        }
    }

    private Batch batch() {
        Batch batch = lane.batchToFill(WAIT_LIMIT);
        if (batch == null) {
            context.timeout(BUSY_PAUSE_MS);
            throw new RetriableException("the database is busy with earlier records: "
                    + (metrics.getLastFailure().isEmpty() ? "it works on a batch" : metrics.getLastFailure()));
        }
        return batch;
    }

    private void add(Batch batch, SinkRecord record, ClaimedPartition claim) {
        try {
            batch.add(record, claim, layouts);
            retries.succeeded();
        } catch (SQLException e) {
            throw later("reading the table of topic " + record.topic(), e);
        }
    }

    /** Another owner of a partition is its next one, as this task will learn from its consumer; or a connector of the same name. */
    private void requireOwnership() {
        ClaimedPartition fenced = partitions.claims().stream()
                .filter(ClaimedPartition::isFenced)
                .findAny()
                .orElse(null);
        if (fenced == null) {
            fencedDeadline = null;
            return;
        }
        if (fencedDeadline == null) {
            fencedDeadline = Deadline.in(FENCED_LIMIT);
        }
        String text = "partition " + fenced.partition() + " was claimed by another task in table " + offsets;
        if (fencedDeadline.isOver()) {
            throw new ConnectException(
                    text + ", and this task still has it. No other connector may be named "
                            + config.connectorName()
                            + " and use that table: rename one of them, or set another offsets.table. Nothing was written twice");
        }
        context.timeout(FENCED_PAUSE_MS);
        throw new RetriableException(text + "; this task waits until its consumer says so");
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> currentOffsets) {
        try {
            lane.awaitIdle(WAIT_LIMIT);
        } catch (ConnectException e) {
            LOG.debug("the next put fails with this", e);
        }
        Map<TopicPartition, OffsetAndMetadata> landed = new HashMap<>();
        currentOffsets.forEach((partition, current) -> {
            ClaimedPartition claim = partitions.claim(partition);
            if (claim == null || claim.isFenced()) {
                return;
            }
            if (claim.isSettled()) {
                // Beyond the last row there may be records that transformations have dropped.
                landed.put(partition, current);
            } else if (claim.landed() != null) {
                landed.put(partition, new OffsetAndMetadata(Math.min(claim.landed(), current.offset())));
            }
        });
        return landed;
    }

    @Override
    public void close(Collection<TopicPartition> closed) {
        Set<ClaimedPartition> lost = partitions.close(closed);
        lane.drop(lost);
        if (offsets == null && !lane.isIdle()) {
            // Without a fence, an older value could land after the newer one of the next owner.
            lane.abortTransaction();
        }
    }

    @Override
    public void stop() {
        if (lane != null) {
            lane.close();
        }
        if (metrics != null) {
            metrics.close();
        }
    }
}
