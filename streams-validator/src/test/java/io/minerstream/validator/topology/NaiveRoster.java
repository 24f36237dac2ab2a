package io.minerstream.validator.topology;

import io.minerstream.avro.HostingMiner;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** The roster as it was read so far: each entry holds from its time on, the first one before it as well. */
final class NaiveRoster {

    private final Map<Integer, NavigableMap<Instant, HostingMiner>> entries = new TreeMap<>();

    void accept(Arrival.Entry entry) {
        if (entry.miner() == null) {
            entries.remove(entry.minerId());
            return;
        }
        NavigableMap<Instant, HostingMiner> ofMiner = entries.computeIfAbsent(entry.minerId(), any -> new TreeMap<>());
        // What was said of later times holds no more.
        ofMiner.tailMap(entry.validFrom(), true).clear();
        ofMiner.put(entry.validFrom(), entry.miner());
    }

    boolean has(int minerId) {
        return entries.containsKey(minerId);
    }

    Set<Integer> miners() {
        return entries.keySet();
    }

    /** The entry in force; null when there is none. */
    HostingMiner at(int minerId, Instant time) {
        NavigableMap<Instant, HostingMiner> ofMiner = entries.get(minerId);
        if (ofMiner == null) {
            return null;
        }
        Map.Entry<Instant, HostingMiner> entry = ofMiner.floorEntry(time);
        return (entry == null ? ofMiner.firstEntry() : entry).getValue();
    }

    /** The entries in force at some time from the first to the last one, both included. */
    Collection<HostingMiner> between(int minerId, Instant first, Instant last) {
        Map<Instant, HostingMiner> inForce = new TreeMap<>();
        if (has(minerId)) {
            inForce.put(first, at(minerId, first));
            inForce.putAll(entries.get(minerId).subMap(first, false, last, true));
        }
        return inForce.values();
    }

    /** Whether an entry of the site is valid that does not say that the miner is down. */
    boolean isExpected(int minerId, int site, Instant time) {
        Map.Entry<Instant, HostingMiner> entry = entries.get(minerId).floorEntry(time);
        return entry != null && entry.getValue().getSiteId() == site && !isDown(minerId, Set.of(time));
    }

    /** Whether a miner is offline or in maintenance at all of these times. */
    boolean isDown(int minerId, Collection<Instant> times) {
        return times.stream().allMatch(time -> {
            String status = at(minerId, time).getStatus().toLowerCase(Locale.ROOT);
            return status.equals("offline") || status.equals("maintenance");
        });
    }
}
