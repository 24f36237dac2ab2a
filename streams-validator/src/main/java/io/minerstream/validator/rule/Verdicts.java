package io.minerstream.validator.rule;

import io.minerstream.avro.StatusSummary;
import io.minerstream.avro.WindowVerdict;
import java.util.Map;
import java.util.TreeMap;

/** Arithmetic of verdicts. */
public final class Verdicts {

    /** Neither in keys of windows nor in run ids; makes the partials of a run neighbours. */
    private static final String SEPARATOR = "|";

    private Verdicts() {}

    /** Key of the verdict's topic: site and window, as in {@code 5:2026-11-22T00:00:00Z/2026-11-23T00:00:00Z}. */
    public static String key(WindowVerdict verdict) {
        return verdict.getSiteId() + ":" + verdict.getWindowStart() + "/" + verdict.getWindowEnd();
    }

    /** Begins the keys of the partial verdicts over one window of one run. */
    public static String collecting(WindowVerdict verdict) {
        return key(verdict) + SEPARATOR + verdict.getRunId() + SEPARATOR;
    }

    /**
     * The same, before there is a verdict.
     *
     * @param run packed id
     */
    public static String collecting(int siteId, TimeWindow window, long run) {
        return siteId + ":" + window + SEPARATOR + RunName.of(run) + SEPARATOR;
    }

    /** Whether a text is such a beginning of keys. */
    public static boolean isCollecting(String key) {
        return key.endsWith(SEPARATOR);
    }

    /**
     * The verdict over the partitions of both. Commutative and associative; no miner may be in both.
     *
     * @throws IllegalArgumentException when they are not about the same site, window and run
     */
    public static WindowVerdict merge(WindowVerdict left, WindowVerdict right) {
        if (!subject(left).equals(subject(right))) {
            throw new IllegalArgumentException(
                    "verdicts to merge: must have one subject, got " + subject(left) + " and " + subject(right));
        }
        Failures failures = new Failures();
        left.getFailures().forEach(failures::add);
        right.getFailures().forEach(failures::add);
        Map<String, StatusTally> statuses = new TreeMap<>();
        add(left, statuses);
        add(right, statuses);
        return new WindowVerdict(
                left.getSiteId(),
                left.getRunId(),
                left.getWindowStart(),
                left.getWindowEnd(),
                left.getPassed() && right.getPassed(),
                left.getMiners() + right.getMiners(),
                left.getMinersPassed() + right.getMinersPassed(),
                left.getMinersFailed() + right.getMinersFailed(),
                left.getExpectedRecords() + right.getExpectedRecords(),
                left.getReceivedRecords() + right.getReceivedRecords(),
                left.getDuplicateRecords() + right.getDuplicateRecords(),
                failures.toList(),
                statuses.entrySet().stream()
                        .map(status -> status.getValue().toSummary(status.getKey()))
                        .toList(),
                left.getPartitions() + right.getPartitions(),
                left.getDecidedAt().isAfter(right.getDecidedAt()) ? left.getDecidedAt() : right.getDecidedAt());
    }

    private static void add(WindowVerdict verdict, Map<String, StatusTally> statuses) {
        for (StatusSummary status : verdict.getStatuses()) {
            StatusTally.of(status.getStatus(), statuses).add(status);
        }
    }

    private static String subject(WindowVerdict verdict) {
        return key(verdict) + " of run " + verdict.getRunId();
    }
}
