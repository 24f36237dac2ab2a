package io.minerstream.validator.rule;

import io.minerstream.avro.Rule;
import io.minerstream.avro.WindowVerdict;
import io.minerstream.validator.policy.MinerPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Judges one window of one run in one partition, miner by miner. Mutable, not thread-safe; for one use.
 *
 * <p>{@link #judge} must be called for every miner of the partition, also for those that sent nothing, {@link #tally} for every
 * time point of the window.
 */
public final class WindowJudgement {

    private final int siteId;
    private final long run;
    private final TimeWindow window;
    private final Failures failures = new Failures();
    private final Map<String, StatusTally> statuses = new TreeMap<>();
    private int miners;
    private int failed;
    private long expected;
    private long received;
    private long duplicates;

    /**
     * @param siteId site of the run
     * @param run packed run id, or id of a window of event time
     */
    public WindowJudgement(int siteId, long run, TimeWindow window) {
        this.siteId = siteId;
        this.run = run;
        this.window = window;
    }

    /**
     * Judges one miner.
     *
     * @param entries its roster entries in force in the window, ascending by time; empty when it has none. The last one tells
     *     its site; the miner counts for the status of each
     * @param sent what it sent in the window, possibly nothing
     * @param policy what it is judged by
     * @return rules of the whole window that it broke; those of single records were reported before
     */
    public List<Breach> judge(int minerId, List<RosteredMiner> entries, MinerWindow sent, MinerPolicy policy) {
        boolean ofSite = !entries.isEmpty() && entries.get(entries.size() - 1).siteId() == siteId;
        if (!ofSite && sent.records() == 0) {
            return List.of();
        }
        List<Breach> breaches = (ofSite ? WindowRules.check(minerId, sent) : stranger(minerId, sent))
                .stream().filter(breach -> policy.isEnabled(breach.rule())).toList();
        if (ofSite) {
            expected += window.points();
            entries.stream().map(RosteredMiner::statusText).distinct().forEach(status -> StatusTally.of(
                            status, statuses)
                    .addMiner());
        }
        // A rule may have been switched off since a record broke it.
        Set<Rule> broken = RuleSet.of(sent.rules());
        broken.removeIf(rule -> !policy.isEnabled(rule));
        breaches.forEach(breach -> broken.add(breach.rule()));
        miners++;
        if (!broken.isEmpty()) {
            failed++;
            broken.forEach(rule -> failures.add(rule, minerId));
        }
        return breaches;
    }

    private List<Breach> stranger(int minerId, MinerWindow sent) {
        if (sent.broke(Rule.UNKNOWN_MINER)) {
            return List.of();
        }
        List<Instant> timePoints = new ArrayList<>();
        sent.seen().stream().forEach(i -> timePoints.add(window.at(window.from() + i)));
        return List.of(ArrivalRules.notOfSite(minerId, siteId, timePoints));
    }

    /**
     * Adds the records of one time point.
     *
     * @param records all records of the time point, duplicates included
     * @param duplicateRecords records beyond the first of their miner and time point
     * @param byStatus statistics by status text
     */
    public void tally(long records, long duplicateRecords, Map<String, StatusTally> byStatus) {
        received += records;
        duplicates += duplicateRecords;
        byStatus.forEach((status, tally) -> StatusTally.of(status, statuses).add(tally));
    }

    /** The verdict over this partition. */
    public WindowVerdict verdict(Instant decidedAt) {
        return new WindowVerdict(
                siteId,
                RunName.of(run),
                window.start(),
                window.end(),
                failed == 0,
                miners,
                miners - failed,
                failed,
                expected,
                received,
                duplicates,
                failures.toList(),
                statuses.entrySet().stream()
                        .map(status -> status.getValue().toSummary(status.getKey()))
                        .toList(),
                1,
                decidedAt);
    }
}
