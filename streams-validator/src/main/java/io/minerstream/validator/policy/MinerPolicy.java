package io.minerstream.validator.policy;

import io.minerstream.avro.Rule;
import io.minerstream.schemas.miner.Metric;
import io.minerstream.schemas.miner.MinerStatus;
import io.minerstream.schemas.miner.OperatingRange;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What holds for the miners of one site and model: limits of their values, and how each rule is applied. Shared by all of these
 * miners. Immutable.
 */
public final class MinerPolicy {

    /** The built-in one: the ranges of the generator, all rules enabled. */
    public static final MinerPolicy DEFAULT =
            new MinerPolicy(each(MinerStatus.class, StatusLimits::defaultOf), each(Rule.class, RulePolicy::defaultOf));

    private final Map<MinerStatus, StatusLimits> limits;
    private final Map<Rule, RulePolicy> rules;

    private final double tolerance;
    private final boolean complete;

    /** @param limits never changed again, as the rules */
    private MinerPolicy(Map<MinerStatus, StatusLimits> limits, Map<Rule, RulePolicy> rules) {
        this.limits = limits;
        this.rules = rules;
        this.tolerance = rules.get(Rule.RANGE).parameter();
        this.complete = rules.values().stream().allMatch(RulePolicy::enabled);
    }

    private static <K extends Enum<K>, V> Map<K, V> each(Class<K> keys, Function<K, V> value) {
        Map<K, V> values = new EnumMap<>(keys);
        for (K key : keys.getEnumConstants()) {
            values.put(key, value.apply(key));
        }
        return values;
    }

    /** The same with changes. */
    public MinerPolicy with(PolicyChange change) {
        Map<MinerStatus, StatusLimits> newLimits = new EnumMap<>(limits);
        change.limits().forEach((status, allowed) -> {
            for (Map.Entry<Metric, OperatingRange> metric : allowed.entrySet()) {
                newLimits.computeIfPresent(status, (any, before) -> before.with(metric.getKey(), metric.getValue()));
            }
        });
        Map<Rule, RulePolicy> newRules = new EnumMap<>(rules);
        change.rules()
                .forEach((rule, changed) -> newRules.computeIfPresent(rule, (any, before) -> before.with(changed)));
        return new MinerPolicy(newLimits, newRules);
    }

    /** Allowed values of a status. */
    public StatusLimits limits(MinerStatus status) {
        return limits.get(status);
    }

    /** How a rule is applied. */
    public RulePolicy of(Rule rule) {
        return rules.get(rule);
    }

    /** Whether the miners are judged by a rule. */
    public boolean isEnabled(Rule rule) {
        return rules.get(rule).enabled();
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
                || (other instanceof MinerPolicy policy && limits.equals(policy.limits) && rules.equals(policy.rules));
    }

    @Override
    public int hashCode() {
        return 31 * limits.hashCode() + rules.hashCode();
    }

    @Override
    public String toString() {
        return "MinerPolicy[limits=%s, rules=%s]".formatted(limits, rules);
    }
}
