package io.minerstream.validator.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The newest value of each key, up to a bound: then the one that changed least recently is forgotten. Thread-safe.
 *
 * @param <V> the values
 */
final class Newest<V> {

    private final int most;
    private final Map<String, V> values = new LinkedHashMap<>();

    Newest(int most) {
        this.most = most;
    }

    synchronized void put(String key, V value) {
        values.remove(key);
        values.put(key, value);
        if (values.size() > most) {
            values.remove(values.keySet().iterator().next());
        }
    }

    synchronized void remove(String key) {
        values.remove(key);
    }

    /** Those that the filter takes, the one that changed last at the end. */
    synchronized List<V> select(Predicate<V> filter) {
        return values.values().stream().filter(filter).toList();
    }

    synchronized long count(Predicate<V> filter) {
        return values.values().stream().filter(filter).count();
    }
}
