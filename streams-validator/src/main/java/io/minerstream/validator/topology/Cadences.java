package io.minerstream.validator.topology;

import io.minerstream.schemas.run.Interval;
import io.minerstream.validator.rule.EventWindows;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The time between two readings of a miner, for each site whose readings name no run: as configured, or learnt: state store {@code
 * cadences}. A partition learns from the first window that it judges, in whole minutes, and tells the others. The smallest cadence
 * that any of them learnt counts, so that all agree, whatever the order in which they hear of it. Not thread-safe.
 */
final class Cadences {

    /** Readings are noted by the minute until the cadence of their site is known. */
    static final Interval UNKNOWN = new Interval(60);

    private final KeyValueStore<Integer, Integer> store;
    private final EventTimeSettings settings;
    private final EventWindows windows;
    private final Map<Integer, Interval> known = new HashMap<>();

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
     * Learns the cadence of a site from a window: the most frequent distance between two readings of a miner that divides a window, of
     * several the smallest.
     *
     * @param minutes number of distances by their length
     * @return false when there is no such distance
     */
    boolean learn(int siteId, Map<Integer, Integer> minutes) {
        Interval cadence = null;
        int most = 0;
        for (Map.Entry<Integer, Integer> distance : new TreeMap<>(minutes).entrySet()) {
            long seconds = (long) distance.getKey() * UNKNOWN.seconds();
            if (distance.getValue() > most
                    && Interval.isAllowed(seconds)
                    && windows.fits(new Interval((int) seconds))) {
                cadence = new Interval((int) seconds);
                most = distance.getValue();
            }
        }
        if (cadence != null) {
            learnt(siteId, cadence);
        }
        return cadence != null;
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
        }
    }
}
