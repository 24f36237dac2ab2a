package io.minerstream.cli.report;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.minerstream.pipeline.replay.RegenerationOutcome;
import io.minerstream.pipeline.replay.RegenerationPlan;
import io.minerstream.pipeline.verify.ExactReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A replay with {@code --regenerate}, or with {@code --dry-run} what it would do, as JSON.
 *
 * @param regenerated the new runs
 * @param records readings to write, or written, over all of them
 * @param leftOut runs with readings in the range that are not generated again, a sentence each
 * @param runs a document of {@code verify --exact} for each original run
 */
public record RegenerationDocument(
        String connector,
        String topic,
        Instant from,
        Instant to,
        List<NewRun> regenerated,
        long records,
        List<String> leftOut,
        List<String> findings,
        Optional<Duration> seconds,
        Optional<Long> recordsPerSecond,
        Optional<List<ExactReport>> runs,
        Optional<Boolean> passed) {

    /**
     * A run that repeats another.
     *
     * @param of id of the other
     * @param records of the whole run
     * @param recordsCommitted those that an interrupted start has committed already
     */
    record NewRun(String of, @JsonUnwrapped RunIdentity run, int miners, long records, long recordsCommitted) {

        static NewRun of(RegenerationPlan.Regenerated run) {
            return new NewRun(
                    run.original().runId(),
                    RunIdentity.of(run.preview().spec()),
                    run.original().replay().miners(),
                    run.preview().plan().records(),
                    run.preview().committed());
        }
    }

    /** What would be done. */
    public static RegenerationDocument of(RegenerationPlan plan) {
        return of(plan, plan.records(), Optional.empty());
    }

    /** What was done. */
    public static RegenerationDocument of(RegenerationOutcome outcome) {
        return of(outcome.plan(), outcome.records(), Optional.of(outcome));
    }

    private static RegenerationDocument of(RegenerationPlan plan, long records, Optional<RegenerationOutcome> outcome) {
        return new RegenerationDocument(
                plan.connector(),
                plan.topic(),
                plan.target().range().from(),
                plan.target().range().to(),
                plan.runs().stream().map(NewRun::of).toList(),
                records,
                plan.target().leftOut(),
                plan.findings(),
                outcome.map(RegenerationOutcome::elapsed),
                outcome.map(RegenerationOutcome::recordsPerSecond),
                outcome.map(RegenerationOutcome::reports),
                outcome.map(RegenerationOutcome::passed));
    }
}
