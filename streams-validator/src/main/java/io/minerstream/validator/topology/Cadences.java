package io.minerstream.validator.topology;

import io.minerstream.schemas.run.Interval;
import io.minerstream.validator.rule.EventWindows;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The time between two readings of a miner, for each site whose readings name no run: as configured, or learnt: state store {@code
 * cadences}. A partition learns from the distances between the readings of its miners, in whole minutes, and tells the others. The
 * smallest cadence that any of them learnt counts, so that all agree, whatever the order in which they hear of it. Not thread-safe.
 */
final class Cadences {

    /** Readings are noted by the minute until the cadence of their site is known. */
    static final Interval UNKNOWN = new Interval(60);

    /** Distances to see before the most frequent one counts. */
    private static final int VOTES = 5;

    private final KeyValueStore<Integer, Integer> store;
    private final EventTimeSettings settings;
    private final EventWindows windows;
    private final Map<Integer, Interval> known = new HashMap<>();
    private final Map<Integer, Map<Integer, Integer>> votes = new HashMap<>();

    Cadences(KeyValueStore<Integer, Integer> store, EventTimeSettings settings, EventWindows windows) {
        this.store = store;
        this.settings = settings;
        this.windows = windows;
    }

    /** The cadence of a site; null when it is not yet known. */
    Interval of(int siteId) {
        Interval cadence = known.get(siteId);
        if (cadence == null) {
            Interval configured = settings.cadenceOf(siteId);
            Integer learnt = configured == null ? store.get(siteId) : null;
            cadence = learnt == null ? configured : new Interval(learnt);
            if (cadence != null) {
                known.put(siteId, cadence);
            }
        }
        return cadence;
    }

    /**
     * Notes the distance between two readings of a miner.
     *
     * @return whether the cadence of the site is known by it
     */
    boolean learn(int siteId, long minutes) {
        long seconds = minutes * UNKNOWN.seconds();
        if (!Interval.isAllowed(seconds) || !windows.fits(new Interval((int) seconds))) {
            return false;
        }
        Map<Integer, Integer> ofSite = votes.computeIfAbsent(siteId, any -> new TreeMap<>());
        ofSite.merge((int) seconds, 1, Integer::sum);
        if (ofSite.values().stream().mapToInt(count -> count).sum() < VOTES) {
            return false;
        }
        int most = ofSite.values().stream().mapToInt(count -> count).max().orElseThrow();
        ofSite.entrySet().stream()
                .filter(vote -> vote.getValue() == most)
                .findFirst()
                .ifPresent(vote -> learnt(siteId, new Interval(vote.getKey())));
        return true;
    }

    /** Takes what this or another partition learnt. */
    void learnt(int siteId, Interval cadence) {
        if (settings.cadenceOf(siteId) != null) {
            return;
        }
        Interval before = of(siteId);
        if (before == null || cadence.seconds() < before.seconds()) {
            known.put(siteId, cadence);
            store.put(siteId, cadence.seconds());
            votes.remove(siteId);
        }
    }
}
