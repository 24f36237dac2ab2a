package io.minerstream.pipeline.verify;

import io.minerstream.producer.replay.ReplayResult;
import java.time.Duration;
import java.util.Optional;

/**
 * Result of the comparison of a run with a table or a topic.
 *
 * @param run the run
 * @param table the table that it was compared with; empty for a topic
 * @param topic the topic that it was compared with; empty for a table
 * @param result counts and first offenders
 * @param foreign records of the topic that belong to no known run
 * @param later rows of the run after its committed time points, which a running generator writes; not compared. Always 0 for a completed
 *     run
 * @param elapsed time of reading and comparing, without finding the run and its fleet
 */
public record ExactReport(
        RunToVerify run,
        Optional<String> table,
        Optional<String> topic,
        ReplayResult result,
        ForeignRecords foreign,
        long later,
        Duration elapsed) {

    /**
     * Whether the run is complete, every generated row is there once with exactly the generated values, no other row is, and no
     * foreign record that matters.
     */
    public boolean passed() {
        return run.isComplete() && result.isExact() && foreign.passed() && later == 0;
    }

    /** Rows that were compared, per second; those expected or those found, whichever are more. */
    public long rowsPerSecond() {
        double seconds = Math.max(1, elapsed.toNanos()) / 1e9;
        return Math.round(Math.max(result.expected(), result.found()) / seconds);
    }
}
