package io.minerstream.validator.alert;

import io.minerstream.validator.rule.RuleSet;

/**
 * A set of rules per miner, in memory: an open-addressed table, as every reading looks its miner up and must not allocate. Not
 * thread-safe.
 */
final class MinerRules {

    private static final int SMALLEST = 64;

    private int[] miners = new int[SMALLEST];

    /** {@link RuleSet#NONE} marks a free place. */
    private int[] rules = new int[SMALLEST];

    private int size;

    /** Rules of a miner; {@link RuleSet#NONE} when there are none. */
    int get(int minerId) {
        return size == 0 ? RuleSet.NONE : rules[find(minerId)];
    }

    void put(int minerId, int newRules) {
        int place = find(minerId);
        if (newRules == RuleSet.NONE) {
            if (rules[place] != RuleSet.NONE) {
                remove(place);
            }
            return;
        }
        if (rules[place] == RuleSet.NONE) {
            size++;
            miners[place] = minerId;
        }
        rules[place] = newRules;
        if (2 * size > miners.length) {
            grow();
        }
    }

    /** The place of a miner, or the free one where it belongs. */
    private int find(int minerId) {
        int place = home(minerId);
        while (rules[place] != RuleSet.NONE && miners[place] != minerId) {
            place = next(place);
        }
        return place;
    }

    private int home(int minerId) {
        // Fibonacci hashing: ids are often consecutive.
        return (minerId * 0x9E3779B9) >>> Integer.numberOfLeadingZeros(miners.length - 1);
    }

    private int next(int place) {
        return (place + 1) & (miners.length - 1);
    }

    /** Moves back what was pushed past the place, so that no search ends too early. */
    private void remove(int free) {
        size--;
        int hole = free;
        for (int place = next(hole); rules[place] != RuleSet.NONE; place = next(place)) {
            int home = home(miners[place]);
            boolean reachesHole = hole <= place ? (home <= hole || home > place) : (home <= hole && home > place);
            if (reachesHole) {
                miners[hole] = miners[place];
                rules[hole] = rules[place];
                hole = place;
            }
        }
        rules[hole] = RuleSet.NONE;
    }

    private void grow() {
        int[] oldMiners = miners;
        int[] oldRules = rules;
        miners = new int[2 * oldMiners.length];
        rules = new int[miners.length];
        size = 0;
        for (int i = 0; i < oldMiners.length; i++) {
            if (oldRules[i] != RuleSet.NONE) {
                put(oldMiners[i], oldRules[i]);
            }
        }
    }
}
