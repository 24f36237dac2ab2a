package io.minerstream.producer.publish;

import java.time.Instant;

/** Is told how a run goes on. Called by the publishing thread; methods must return quickly and not throw. */
public interface RunListener {

    /** A listener that ignores everything. */
    RunListener NONE = new RunListener() {};

    /**
     * The roster is committed, and with it the manifest of the run.
     *
     * @param written miners whose entry was new or changed
     * @param unchanged miners whose entry was right already
     */
    default void rosterCommitted(int written, int unchanged) {}

    /**
     * The run was broken off before and goes on.
     *
     * @param committed readings that were committed then
     */
    default void resumed(long committed) {}

    /**
     * The run was broken off before without transactions, and goes on: readings behind its progress may be there already, and
     * are sent again.
     *
     * @param from position of the first of them: as many readings come before
     */
    default void mayHaveDuplicates(long from) {}

    /**
     * The first reading is about to be sent.
     *
     * @param records readings of the whole run, those that were committed before among them
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
     * A unit is committed, and visible to readers with {@code read_committed}.
     *
     * @param records readings committed so far
     */
    default void committed(long records) {}

    /**
     * A unit is committed that ends with a time point: all readings up to it are.
     *
     * @param timePoint the last time point of the unit
     * @param records readings of the unit
     */
    default void committedUpTo(Instant timePoint, long records) {}
}
