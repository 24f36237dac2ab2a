package io.minerstream.validator.alert;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How far each partition has looked for silent miners, of each site and run: whether a silence is a matter of the site is known when all
 * have. In memory: what a restart forgets comes again with the next look. Not thread-safe.
 */
final class SilenceLooks {

    private static final String SEPARATOR = "@";

    /** By run, then by partition; the longest known first. */
    private final Map<String, Map<Integer, Instant>> runs = new LinkedHashMap<>();

    private final int most;

    /** @param most runs to keep */
    SilenceLooks(int most) {
        this.most = most;
    }

    /**
     * What an alert about a silence awaits. Those of a run sort by time.
     *
     * @param lastPoint the time point with which the silence was found
     */
    static String awaits(String run, Instant lastPoint) {
        return run + SEPARATOR + lastPoint;
    }

    /**
     * A partition has looked at a run up to an instant.
     *
     * @return what the first silence awaits that not all partitions have looked for; null when not all have looked
     */
    String looked(int siteId, String run, int partition, int partitions, Instant to) {
        Map<Integer, Instant> looked = runs.computeIfAbsent(siteId + SEPARATOR + run, any -> new HashMap<>());
        looked.merge(partition, to, (before, now) -> now.isAfter(before) ? now : before);
        if (runs.size() > most) {
            runs.remove(runs.keySet().iterator().next());
        }
        return looked.size() < partitions
                ? null
                : awaits(run, looked.values().stream().min(Instant::compareTo).orElseThrow());
    }

    /** Whether something that is awaited is a look at a run before the one that {@link #looked} returned. */
    static boolean isBefore(String awaits, String next) {
        String run = next.substring(0, next.lastIndexOf(SEPARATOR) + 1);
        return awaits.startsWith(run) && awaits.compareTo(next) < 0;
    }
}
