package io.minerstream.validator.alert;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** How many miners each site has, as the partitions of the roster report it. Not thread-safe. */
public final class SiteSizes {

    private static final String SEPARATOR = "/";

    private final KeyValueStore<String, Integer> store;
    private final int most;
    private final Map<String, Integer> reports = new HashMap<>();
    private final Map<Integer, Integer> sizes = new HashMap<>();

    /**
     * Loads what the store holds.
     *
     * @param most reports to keep; the sites of further ones have no site alerts
     */
    public SiteSizes(KeyValueStore<String, Integer> store, int most) {
        this.store = store;
        this.most = most;
        try (KeyValueIterator<String, Integer> all = store.all()) {
            all.forEachRemaining(report -> {
                reports.put(report.key, report.value);
                add(Integer.parseInt(report.key.substring(0, report.key.indexOf(SEPARATOR))), report.value);
            });
        }
    }

    private void add(int siteId, int miners) {
        sizes.merge(siteId, miners, Integer::sum);
    }

    /** A partition says how many miners of a site it has. */
    public void report(int siteId, int partition, int miners) {
        String key = siteId + SEPARATOR + partition;
        int before = reports.getOrDefault(key, 0);
        if (miners == before || (before == 0 && reports.size() >= most)) {
            return;
        }
        add(siteId, miners - before);
        if (miners == 0) {
            reports.remove(key);
            store.delete(key);
        } else {
            reports.put(key, miners);
            store.put(key, miners);
        }
    }

    /** Miners of a site in the roster; 0 when none is known. */
    int of(int siteId) {
        return sizes.getOrDefault(siteId, 0);
    }
}
