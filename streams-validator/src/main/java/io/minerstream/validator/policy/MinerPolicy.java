package io.minerstream.validator.policy;

import io.minerstream.avro.Rule;
import io.minerstream.schemas.miner.Metric;
import io.minerstream.schemas.miner.MinerStatus;
import io.minerstream.schemas.miner.OperatingRange;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What holds for the miners of one site and model: limits of their values, and how each rule is applied. Shared by all of these
 * miners. Immutable.
 */
public final class MinerPolicy {

    /** The built-in one: the ranges of the generator, all rules enabled. */
    public static final MinerPolicy DEFAULT = new MinerPolicy(
            Arrays.stream(MinerStatus.values()).map(StatusLimits::defaultOf).toArray(StatusLimits[]::new),
            Arrays.stream(Rule.values()).map(RulePolicy::defaultOf).toArray(RulePolicy[]::new));

    /** By ordinal: each reading needs them. */
    private final StatusLimits[] limits;

    private final RulePolicy[] rules;

    private final double tolerance;
    private final boolean complete;

    private MinerPolicy(StatusLimits[] limits, RulePolicy[] rules) {
        this.limits = limits;
        this.rules = rules;
        this.tolerance = rules[Rule.RANGE.ordinal()].parameter();
        this.complete = Arrays.stream(rules).allMatch(RulePolicy::enabled);
    }

    /** The same with changes. */
    public MinerPolicy with(PolicyChange change) {
        StatusLimits[] newLimits = limits.clone();
        change.limits().forEach((status, allowed) -> {
            for (Map.Entry<Metric, OperatingRange> metric : allowed.entrySet()) {
                newLimits[status.ordinal()] = newLimits[status.ordinal()].with(metric.getKey(), metric.getValue());
            }
        });
        RulePolicy[] newRules = rules.clone();
        change.rules().forEach((rule, changed) -> newRules[rule.ordinal()] = newRules[rule.ordinal()].with(changed));
        return new MinerPolicy(newLimits, newRules);
    }

    /** Allowed values of a status. */
    public StatusLimits limits(MinerStatus status) {
        return limits[status.ordinal()];
    }

    /** How a rule is applied. */
    public RulePolicy of(Rule rule) {
        return rules[rule.ordinal()];
    }

    /** Whether the miners are judged by a rule. */
    public boolean isEnabled(Rule rule) {
        return rules[rule.ordinal()].enabled();
    }

    /** Whether the miners are judged by all rules. */
    public boolean isComplete() {
        return complete;
    }

    /** How far beyond a limit a value passes, in the metric's unit; at least 0. */
    public double tolerance() {
        return tolerance;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof MinerPolicy policy
                        && Arrays.equals(limits, policy.limits)
                        && Arrays.equals(rules, policy.rules));
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(limits) + Arrays.hashCode(rules);
    }

    @Override
    public String toString() {
        return "MinerPolicy[limits=%s, rules=%s]".formatted(List.of(limits), List.of(rules));
    }
}
