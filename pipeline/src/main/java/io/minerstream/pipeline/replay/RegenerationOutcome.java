package io.minerstream.pipeline.replay;

import io.minerstream.pipeline.verify.ExactReport;
import java.time.Duration;
import java.util.List;

/**
 * What a regeneration did.
 *
 * @param records readings that it wrote and committed, at least 0
 * @param elapsed from the first reading until the sink had committed all
 * @param reports one for each run that was compared
 */
public record RegenerationOutcome(RegenerationPlan plan, long records, Duration elapsed, List<ExactReport> reports) {

    public RegenerationOutcome {
        reports = List.copyOf(reports);
    }

    /** Whether each row is in the table as it was generated. */
    public boolean passed() {
        return reports.stream().allMatch(ExactReport::passed);
    }

    /** Readings a second, at least 0. */
    public long recordsPerSecond() {
        return Math.round(records * 1e3 / Math.max(1, elapsed.toMillis()));
    }
}
