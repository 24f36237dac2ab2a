package io.minerstream.validator.topology;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** How many miners of each site the partition's part of the roster has. In memory, counted anew at each start. Not thread-safe. */
final class SiteCounts {

    private final Map<Integer, Integer> miners = new HashMap<>();

    /** Sites whose count was not reported since it changed. */
    private final Set<Integer> changed = new HashSet<>();

    /** Miners of a site in the roster. */
    int of(int siteId) {
        return miners.getOrDefault(siteId, 0);
    }

    /** A miner is of another site now; null for none. */
    void moved(Integer before, Integer after) {
        add(before, -1);
        add(after, 1);
    }

    private void add(Integer siteId, int more) {
        if (siteId != null) {
            miners.merge(siteId, more, Integer::sum);
            changed.add(siteId);
        }
    }

    /** Calls back with each site whose count has changed since the last call. */
    void report(BiConsumer<Integer, Integer> report) {
        changed.forEach(siteId -> report.accept(siteId, Math.max(0, miners.get(siteId))));
        changed.clear();
    }
}
