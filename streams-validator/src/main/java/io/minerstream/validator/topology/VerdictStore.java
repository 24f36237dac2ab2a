package io.minerstream.validator.topology;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Verdicts in a state store, the oldest ones forgotten. Not thread-safe. */
final class VerdictStore {

    private final KeyValueStore<String, PartialVerdict> store;
    private final int most;

    /** Keys in the order in which they were put, each with the time at which its verdict was decided. */
    private final Map<String, Long> decidedMs = new LinkedHashMap<>();

    /**
     * @param most verdicts to keep; a further one replaces the oldest
     */
    VerdictStore(KeyValueStore<String, PartialVerdict> store, int most) {
        this.store = store;
        this.most = most;
        List<KeyValue<String, Long>> known = new ArrayList<>();
        try (KeyValueIterator<String, PartialVerdict> all = store.all()) {
            all.forEachRemaining(entry -> known.add(new KeyValue<>(entry.key, decidedMs(entry.value))));
        }
        known.sort(Comparator.comparing(entry -> entry.value));
        known.forEach(entry -> decidedMs.put(entry.key, entry.value));
    }

    private static long decidedMs(PartialVerdict partial) {
        return partial.verdict().getDecidedAt().toEpochMilli();
    }

    PartialVerdict get(String key) {
        return store.get(key);
    }

    Map<String, PartialVerdict> startingWith(String prefix) {
        Map<String, PartialVerdict> found = new TreeMap<>();
        try (KeyValueIterator<String, PartialVerdict> all = store.prefixScan(prefix, new StringSerializer())) {
            all.forEachRemaining(entry -> found.put(entry.key, entry.value));
        }
        return found;
    }

    void put(String key, PartialVerdict verdict) {
        store.put(key, verdict);
        decidedMs.remove(key);
        decidedMs.put(key, decidedMs(verdict));
        if (decidedMs.size() > most) {
            delete(decidedMs.keySet().iterator().next());
        }
    }

    void delete(String key) {
        store.delete(key);
        decidedMs.remove(key);
    }

    /** Forgets verdicts that were decided before the time; looks at no others. */
    void forget(long beforeMs) {
        List<String> old = decidedMs.entrySet().stream()
                .takeWhile(entry -> entry.getValue() < beforeMs)
                .map(Map.Entry::getKey)
                .toList();
        old.forEach(this::delete);
    }
}
