package io.minerstream.validator.policy;

import io.minerstream.avro.Rule;
import io.minerstream.avro.Severity;

/**
 * How one rule is applied.
 *
 * @param enabled false for a rule that nobody is judged by: it raises no alert and fails no verdict
 * @param severity of its alerts
 * @param alerts when its alerts change their state
 * @param parameter the rule's own number, 0 where it has none. RANGE: how far beyond a limit a value passes, in the metric's
 *     unit. FROZEN_VALUE: how many readings in a row have the same hashrate, at least 2. SILENT_MINER:
 *     how many time points in a row have no reading, at least 1
 */
public record RulePolicy(boolean enabled, Severity severity, AlertPolicy alerts, double parameter) {

    /** Readings have two decimals, so rounding may move a value past a limit by half a hundredth. */
    private static final double ROUNDING = 0.005;

    /** The realistic signal at 50 TH/s repeats a hashrate with a probability of 1 in 40. */
    private static final double FROZEN_READINGS = 8;

    private static final double SILENT_POINTS = 3;

    static RulePolicy defaultOf(Rule rule) {
        return new RulePolicy(true, defaultSeverity(rule), AlertPolicy.DEFAULT, defaultParameter(rule));
    }

    private static double defaultParameter(Rule rule) {
        return switch (rule) {
            case RANGE -> ROUNDING;
            case FROZEN_VALUE -> FROZEN_READINGS;
            case SILENT_MINER -> SILENT_POINTS;
            default -> 0;
        };
    }

    /** WARNING where the reading is there but came twice, late or off its time point, or repeats those before; else CRITICAL. */
    private static Severity defaultSeverity(Rule rule) {
        return switch (rule) {
            case DUPLICATE, OFF_CADENCE, LATE, FROZEN_VALUE -> Severity.WARNING;
            case COUNT, GAP, RANGE, NULLABILITY, UNKNOWN_MINER, SILENT_MINER -> Severity.CRITICAL;
        };
    }

    RulePolicy with(RuleChange change) {
        return new RulePolicy(
                or(change.enabled(), enabled),
                or(change.severity(), severity),
                new AlertPolicy(
                        or(change.pendingFor(), alerts.pendingFor()),
                        or(change.keepFiringFor(), alerts.keepFiringFor()),
                        or(change.clearAfter(), alerts.clearAfter()),
                        or(change.repeatEvery(), alerts.repeatEvery())),
                or(change.parameter(), parameter));
    }

    private static <T> T or(T changed, T otherwise) {
        return changed == null ? otherwise : changed;
    }
}
