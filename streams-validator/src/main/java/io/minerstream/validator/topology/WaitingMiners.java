package io.minerstream.validator.topology;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Miners that wait, each since a time of its own; those that waited long enough are found without a look at the others. Not thread-safe. */
final class WaitingMiners {

    private final Map<Integer, Wait> waits = new HashMap<>();
    private final NavigableSet<Wait> byTime = new TreeSet<>();

    private record Wait(long sinceMs, int minerId) implements Comparable<Wait> {

        private static final Comparator<Wait> ORDER =
                Comparator.comparingLong(Wait::sinceMs).thenComparingInt(Wait::minerId);

        @Override
        public int compareTo(Wait other) {
            return ORDER.compare(this, other);
        }
    }

    boolean contains(int minerId) {
        return waits.containsKey(minerId);
    }

    /** Begins the wait of a miner that does not wait. */
    void add(int minerId, long sinceMs) {
        Wait wait = new Wait(sinceMs, minerId);
        waits.put(minerId, wait);
        byTime.add(wait);
    }

    /**
     * Ends a wait.
     *
     * @return since when it was; null when the miner did not wait
     */
    Long remove(int minerId) {
        Wait wait = waits.remove(minerId);
        if (wait == null) {
            return null;
        }
        byTime.remove(wait);
        return wait.sinceMs;
    }

    /** Miners that wait since {@code latestMs} or longer, ascending. */
    List<Integer> since(long latestMs) {
        return byTime.headSet(new Wait(latestMs, Integer.MAX_VALUE), true).stream()
                .map(Wait::minerId)
                .sorted()
                .toList();
    }
}
