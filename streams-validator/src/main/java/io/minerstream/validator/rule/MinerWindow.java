package io.minerstream.validator.rule;

import io.minerstream.avro.Rule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * What one miner sent in one window of one run.
 *
 * @param window the window
 * @param seen bit i: there is a record at time point {@code window.from() + i}
 * @param duplicated bit i: there are several
 * @param duplicates records beyond the first of their time point
 * @param offCadence records that are not at a time point
 * @param rules {@link RuleSet} of the rules that single records broke
 * @param unreported those of {@code offCadence} that no alert was raised for, ascending: they came before the cadence was known
 */
public record MinerWindow(
        TimeWindow window,
        BitSet seen,
        BitSet duplicated,
        int duplicates,
        int offCadence,
        int rules,
        List<Instant> unreported) {

    /** All records, duplicates included. */
    public int records() {
        return seen.cardinality() + duplicates + offCadence;
    }

    /** Time points without a record, ascending. */
    List<Long> missing() {
        List<Long> missing = new ArrayList<>();
        for (int i = seen.nextClearBit(0); i < window.points(); i = seen.nextClearBit(i + 1)) {
            missing.add(window.from() + i);
        }
        return missing;
    }

    /** Whether a single record broke the rule. */
    public boolean broke(Rule rule) {
        return RuleSet.contains(rules, rule);
    }
}
