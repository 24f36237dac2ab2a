package io.minerstream.pipeline.replay;

import io.minerstream.pipeline.verify.ExactReport;
import java.time.Duration;
import java.util.List;

/**
 * What a replay did.
 *
 * @param elapsed from stopping the connector until it had committed all
 * @param reports one for each run that was compared
 */
public record ReplayOutcome(ReplayPlan plan, Duration elapsed, List<ExactReport> reports) {

    public ReplayOutcome {
        reports = List.copyOf(reports);
    }

    /** Whether each row is in the table as it was generated. */
    public boolean passed() {
        return reports.stream().allMatch(ExactReport::passed);
    }

    /** Offsets a second, at least 0. */
    public long offsetsPerSecond() {
        return Math.round(plan.offsets() * 1e3 / Math.max(1, elapsed.toMillis()));
    }
}
