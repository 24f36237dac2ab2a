package io.minerstream.connect.copy.metrics;

/**
 * A task since its start. At each commit: {@code RecordsConsumed = RowsLanded + RowsUnchanged + DeadLetters}.
 */
public interface CopySinkMXBean {

    /** Records of committed batches. */
    long getRecordsConsumed();

    /** Rows that were inserted, changed or deleted. */
    long getRowsLanded();

    /** Records that changed nothing: their row was there already, or a later record of the batch has the same key. */
    long getRowsUnchanged();

    /** Records that no row can hold, handed to Connect's error reporter. */
    long getDeadLetters();

    /** Records that Connect delivered again, and that were skipped. */
    long getRecordsSkipped();

    /** Committed batches. */
    long getBatches();

    /** Batches with rows that went straight into their tables. */
    long getBatchesStraight();

    /** Batches with rows that went through a staging table. */
    long getBatchesStaged();

    /** Batches with rows that were searched by bisection. */
    long getBatchesBisected();

    /** Bytes of the rows of committed batches, in the COPY format. */
    long getBytes();

    /** From the first statement to the commit, of the last batch. */
    double getLastBatchMillis();

    /** From the first statement to the commit, of the slowest batch. */
    double getMaxBatchMillis();

    /** From the first statement to the commit, of all batches. */
    double getTotalBatchMillis();

    /** Batches that were sent again after a failure of the database. */
    long getRetries();

    /** Connections that were opened. */
    long getConnectionsOpened();

    /** The last failure of the database; empty when a batch was committed since. */
    String getLastFailure();
}
