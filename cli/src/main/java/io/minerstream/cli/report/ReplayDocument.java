package io.minerstream.cli.report;

import io.minerstream.pipeline.replay.ReplayOutcome;
import io.minerstream.pipeline.replay.ReplayPlan;
import io.minerstream.pipeline.verify.ExactReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A replay, or with {@code --dry-run} what it would do, as JSON.
 *
 * @param offsets to read, markers of transactions among them
 * @param mayLackRecords whether retention may have deleted records of the range
 * @param leftOut runs with readings in the range that are not compared, a sentence each
 * @param runs a document of {@code verify --exact} for each run
 */
public record ReplayDocument(
        String connector,
        String topic,
        Instant from,
        Instant to,
        List<ReplayPlan.Partition> partitions,
        long offsets,
        boolean mayLackRecords,
        List<String> leftOut,
        List<String> findings,
        Optional<Duration> seconds,
        Optional<Long> offsetsPerSecond,
        Optional<List<ExactReport>> runs,
        Optional<Boolean> passed) {

    /** What would be done. */
    public static ReplayDocument of(ReplayPlan plan) {
        return of(plan, Optional.empty());
    }

    /** What was done. */
    public static ReplayDocument of(ReplayOutcome outcome) {
        return of(outcome.plan(), Optional.of(outcome));
    }

    private static ReplayDocument of(ReplayPlan plan, Optional<ReplayOutcome> outcome) {
        return new ReplayDocument(
                plan.connector(),
                plan.topic(),
                plan.target().range().from(),
                plan.target().range().to(),
                plan.partitions(),
                plan.offsets(),
                plan.mayLackRecords(),
                plan.target().leftOut(),
                plan.findings(),
                outcome.map(ReplayOutcome::elapsed),
                outcome.map(ReplayOutcome::offsetsPerSecond),
                outcome.map(ReplayOutcome::reports),
                outcome.map(ReplayOutcome::passed));
    }
}
