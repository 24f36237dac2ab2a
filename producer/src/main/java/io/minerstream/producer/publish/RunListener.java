package io.minerstream.producer.publish;

import java.time.Instant;

/** Follows a run. Called by the publishing thread; methods must return quickly and not throw. */
public interface RunListener {

    /** A listener that ignores everything. */
    RunListener NONE = new RunListener() {};

    /**
     * The roster is committed, and with it the manifest of the run.
     *
     * @param written miners whose entry was new or changed
     * @param unchanged miners whose entry is unchanged
     */
    default void rosterCommitted(int written, int unchanged) {}

    /**
     * The run was interrupted and resumes.
     *
     * @param committed readings that were committed before
     */
    default void resumed(long committed) {}

    /**
     * The run was interrupted without transactions and resumes: readings after its progress may be there already, and are sent again.
     *
     * @param from position of the first of them
     */
    default void mayHaveDuplicates(long from) {}

    /**
     * The first reading will be sent next.
     *
     * @param records readings of the whole run, those that were committed before included
     */
    default void telemetryStarted(long records) {}

    /**
     * A batch was handed to Kafka.
     *
     * @param sent readings handed over so far
     * @param acknowledged readings that Kafka has taken so far, not all of them committed
     */
    default void telemetryProgress(long sent, long acknowledged) {}

    /**
     * A commit batch is committed, and visible to readers with {@code read_committed}.
     *
     * @param records readings committed so far
     */
    default void committed(long records) {}

    /**
     * A commit batch that ends with a time point is committed, and with it all readings up to that time.
     *
     * @param timePoint the last time point of the batch
     * @param records readings of the batch
     */
    default void committedUpTo(Instant timePoint, long records) {}
}
