package io.minerstream.connect.warehouse;

import io.minerstream.schemas.run.TimeRange;
import java.util.List;

/**
 * What the checks of a site's telemetry found.
 *
 * @param siteId hosting_sites.id
 * @param range the time points that were checked
 * @param miners how many miners the site has, of any status
 * @param records how many records they have in the range
 * @param checks the results; only {@link Check#SITE_HAS_MINERS} or {@link Check#SITE_HAS_TELEMETRY} when there is nothing
 *     to check, else all others, in the order of the enum
 * @param statuses the readings per status, by status; a status without records is left out
 */
public record CheckReport(
        int siteId,
        TimeRange range,
        long miners,
        long records,
        List<CheckResult> checks,
        List<StatusMetrics> statuses) {

    public CheckReport {
        checks = List.copyOf(checks);
        statuses = List.copyOf(statuses);
    }

    /** Whether no check failed; warnings do not count. */
    public boolean passed() {
        return checks.stream().noneMatch(result -> result.outcome() == CheckResult.Outcome.FAIL);
    }

    /** How many records the range should hold: one per miner and time point. */
    public long expectedRecords() {
        return miners * range.timePoints();
    }
}
