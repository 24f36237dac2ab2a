package io.minerstream.connect.copy.metrics;

import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counters of a task. One thread writes each of them; any thread may read. */
public final class CopySinkMetrics implements CopySinkMXBean, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CopySinkMetrics.class);
    private static final double NANOS_PER_MILLI = 1e6;

    private final ObjectName name;
    private final AtomicLong skipped = new AtomicLong();
    private final AtomicLong retries = new AtomicLong();
    private final AtomicLong connections = new AtomicLong();
    private volatile String lastFailure = "";
    // Together, so that a reader sees sums that add up.
    private volatile BatchTotals totals = BatchTotals.NONE;

    private CopySinkMetrics(ObjectName name) {
        this.name = name;
    }

    /** Registers {@code io.minerstream.connect:type=copy-sink,connector="...",task=...}. */
    public static CopySinkMetrics register(String connector, String task) {
        try {
            ObjectName name = new ObjectName(
                    "io.minerstream.connect:type=copy-sink,connector=" + ObjectName.quote(connector) + ",task=" + task);
            CopySinkMetrics metrics = new CopySinkMetrics(name);
            MBeanServer server = ManagementFactory.getPlatformMBeanServer();
            if (server.isRegistered(name)) {
                // A task that Connect gave up waiting for.
                server.unregisterMBean(name);
            }
            server.registerMBean(metrics, name);
            return metrics;
        } catch (JMException e) {
            throw new IllegalStateException("the metrics of the task cannot be registered", e);
        }
    }

    @Override
    public void close() {
        try {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
        } catch (JMException e) {
            LOG.debug("{} is not registered any more", name, e);
        }
    }

    /** Adds a committed batch. */
    public void add(BatchTotals batch) {
        totals = totals.plus(batch);
        lastFailure = "";
    }

    public void addSkipped() {
        skipped.incrementAndGet();
    }

    public void addConnection() {
        connections.incrementAndGet();
    }

    /** A batch will be sent again. */
    public void addRetry(String failure) {
        retries.incrementAndGet();
        lastFailure = failure;
    }

    @Override
    public long getRecordsConsumed() {
        return totals.records();
    }

    @Override
    public long getRowsLanded() {
        return totals.landed();
    }

    @Override
    public long getRowsUnchanged() {
        return totals.unchanged();
    }

    @Override
    public long getDeadLetters() {
        return totals.deadLetters();
    }

    @Override
    public long getRecordsSkipped() {
        return skipped.get();
    }

    @Override
    public long getBatches() {
        return totals.batches();
    }

    @Override
    public long getBatchesStraight() {
        return totals.straight();
    }

    @Override
    public long getBatchesStaged() {
        return totals.staged();
    }

    @Override
    public long getBatchesBisected() {
        return totals.bisected();
    }

    @Override
    public long getBytes() {
        return totals.bytes();
    }

    @Override
    public double getLastBatchMillis() {
        return totals.lastNanos() / NANOS_PER_MILLI;
    }

    @Override
    public double getMaxBatchMillis() {
        return totals.maxNanos() / NANOS_PER_MILLI;
    }

    @Override
    public double getTotalBatchMillis() {
        return totals.nanos() / NANOS_PER_MILLI;
    }

    @Override
    public long getRetries() {
        return retries.get();
    }

    @Override
    public long getConnectionsOpened() {
        return connections.get();
    }

    @Override
    public String getLastFailure() {
        return lastFailure;
    }
}
