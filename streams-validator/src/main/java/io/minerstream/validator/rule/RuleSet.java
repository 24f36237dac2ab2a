package io.minerstream.validator.rule;

import io.minerstream.avro.Rule;
import java.util.EnumSet;
import java.util.Set;

/**
 * A set of rules as the bits of an int, as state stores hold it. The bit of a rule must never change.
 */
public final class RuleSet {

    /** No rule. */
    public static final int NONE = 0;

    private RuleSet() {}

    /** The bit of a rule. */
    public static int bit(Rule rule) {
        return switch (rule) {
            case COUNT -> 1;
            case GAP -> 1 << 1;
            case DUPLICATE -> 1 << 2;
            case OFF_CADENCE -> 1 << 3;
            case LATE -> 1 << 4;
            case RANGE -> 1 << 5;
            case NULLABILITY -> 1 << 6;
            case UNKNOWN_MINER -> 1 << 7;
            case FROZEN_VALUE -> 1 << 8;
            case SILENT_MINER -> 1 << 9;
        };
    }

    public static boolean contains(int bits, Rule rule) {
        return (bits & bit(rule)) != 0;
    }

    /** The rules of {@code bits}, in the order of the enum. */
    public static Set<Rule> of(int bits) {
        Set<Rule> rules = EnumSet.noneOf(Rule.class);
        for (Rule rule : Rule.values()) {
            if (contains(bits, rule)) {
                rules.add(rule);
            }
        }
        return rules;
    }
}
