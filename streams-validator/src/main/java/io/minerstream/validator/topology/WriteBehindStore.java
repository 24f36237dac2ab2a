package io.minerstream.validator.topology;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.AbstractStoreBuilder;
import org.apache.kafka.streams.state.internals.WrappedStateStore;

/**
 * Values as objects in memory, which are changed in place and written to a store with each commit. Streams' own cache holds
 * bytes: it would read and write each value for each record.
 *
 * <p>{@link #load}, {@link #save} and {@link #remove} belong to the stream thread. The methods of {@link ReadOnlyKeyValueStore},
 * for interactive queries of any thread, see what was last written.
 *
 * <p>Streams calls {@link #flushCache} before it commits a task. {@link WrappedStateStore} is internal to Streams;
 * {@code WriteBehindStoreTest} fails if that changes.
 */
final class WriteBehindStore<K, V> extends WrappedStateStore<KeyValueStore<K, V>, K, V>
        implements ReadOnlyKeyValueStore<K, V> {

    private final int mostObjects;
    private final Map<K, Slot<K, V>> slots = new HashMap<>();
    private final List<Slot<K, V>> dirty = new ArrayList<>();
    private Slot<K, V> last = new Slot<>(null);

    /** The value of a key; null when there is none. */
    private static final class Slot<K, V> {
        private final K key;
        private V value;
        private boolean isDirty;

        Slot(K key) {
            this.key = key;
        }
    }

    private WriteBehindStore(KeyValueStore<K, V> store, int mostObjects) {
        super(store);
        this.mostObjects = mostObjects;
    }

    /**
     * @param store the store below, without Streams' cache
     * @param mostObjects objects that stay in memory after a commit; when there are more, all are read again when they are needed
     */
    static <K, V> StoreBuilder<WriteBehindStore<K, V>> over(StoreBuilder<KeyValueStore<K, V>> store, int mostObjects) {
        return new Builder<>(store, mostObjects);
    }

    /** The value, which the caller may change if it then saves it; null when there is none. */
    V load(K key) {
        return slot(key).value;
    }

    /** Keeps a value. */
    void save(K key, V value) {
        Slot<K, V> slot = slot(key);
        slot.value = value;
        if (!slot.isDirty) {
            slot.isDirty = true;
            dirty.add(slot);
        }
    }

    void remove(K key) {
        save(key, null);
    }

    /** Calls back with all values, ascending by the bytes of their keys, to be read only. */
    void forEach(BiConsumer<K, V> consumer) {
        writeBack();
        try (KeyValueIterator<K, V> all = wrapped().all()) {
            all.forEachRemaining(entry -> consumer.accept(entry.key, entry.value));
        }
    }

    private Slot<K, V> slot(K key) {
        if (!key.equals(last.key)) {
            Slot<K, V> slot = slots.get(key);
            if (slot == null) {
                slot = new Slot<>(key);
                slot.value = wrapped().get(key);
                slots.put(key, slot);
            }
            last = slot;
        }
        return last;
    }

    private void writeBack() {
        for (Slot<K, V> slot : dirty) {
            if (slot.value == null) {
                wrapped().delete(slot.key);
                slots.remove(slot.key);
            } else {
                wrapped().put(slot.key, slot.value);
            }
            slot.isDirty = false;
        }
        dirty.clear();
        last = new Slot<>(null);
    }

    @Override
    public void flushCache() {
        writeBack();
        if (slots.size() > mostObjects) {
            slots.clear();
        }
    }

    @Override
    public void clearCache() {
        slots.clear();
        dirty.clear();
        last = new Slot<>(null);
    }

    @Override
    public V get(K key) {
        return wrapped().get(key);
    }

    @Override
    public KeyValueIterator<K, V> range(K from, K to) {
        return wrapped().range(from, to);
    }

    @Override
    public KeyValueIterator<K, V> all() {
        return wrapped().all();
    }

    @Override
    public long approximateNumEntries() {
        return wrapped().approximateNumEntries();
    }

    private static final class Builder<K, V> extends AbstractStoreBuilder<K, V, WriteBehindStore<K, V>> {

        private final StoreBuilder<KeyValueStore<K, V>> store;
        private final int mostObjects;

        /** @param store builds the store below, which knows the serdes and has the changelog */
        Builder(StoreBuilder<KeyValueStore<K, V>> store, int mostObjects) {
            super(store.name(), null, null, Time.SYSTEM);
            this.store = store.withCachingDisabled();
            this.mostObjects = mostObjects;
        }

        @Override
        public WriteBehindStore<K, V> build() {
            StoreBuilder<KeyValueStore<K, V>> logged =
                    loggingEnabled() ? store.withLoggingEnabled(logConfig()) : store.withLoggingDisabled();
            return new WriteBehindStore<>(logged.build(), mostObjects);
        }
    }
}
