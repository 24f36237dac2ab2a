package io.minerstream.connect.warehouse;

import java.util.List;

/**
 * What one check found.
 *
 * @param check which check
 * @param outcome how it ended
 * @param offenderCount how many offenders there are in all, at least {@code offenders.size()}
 * @param offenders the first of them, by miner and time, at most {@value #MAX_OFFENDERS}
 */
public record CheckResult(Check check, Outcome outcome, long offenderCount, List<CheckOffender> offenders) {

    /** How many offenders a result lists. */
    public static final int MAX_OFFENDERS = 10;

    /** How a check ended. */
    public enum Outcome {
        PASS,
        /** Something is implausible, but no rule is broken. */
        WARN,
        FAIL
    }

    public CheckResult {
        offenders = List.copyOf(offenders);
    }

    static CheckResult failed(Check check) {
        return new CheckResult(check, Outcome.FAIL, 0, List.of());
    }

    static CheckResult of(Check check, Outcome whenOffended, long offenderCount, List<CheckOffender> offenders) {
        return new CheckResult(check, offenderCount == 0 ? Outcome.PASS : whenOffended, offenderCount, offenders);
    }
}
