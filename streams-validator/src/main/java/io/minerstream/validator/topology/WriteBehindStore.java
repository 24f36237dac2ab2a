package io.minerstream.validator.topology;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;

/**
 * Values as objects in memory, which are changed in place and written to a store with each commit. Streams' own cache holds
 * bytes: it would read and write each value for each record.
 *
 * <p>{@link #load}, {@link #save} and {@link #remove} belong to the stream thread. The methods of {@link ReadOnlyKeyValueStore},
 * for interactive queries of any thread, see what was last written.
 *
 * <p>Streams calls {@link #flushCache} before it commits a task. {@link CachedStateStore} is internal to Streams;
 * {@code WriteBehindStoreTest} fails if that changes.
 */
final class WriteBehindStore<K, V> implements StateStore, CachedStateStore<K, V>, ReadOnlyKeyValueStore<K, V> {

    private final KeyValueStore<K, V> store;
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
        this.store = store;
        this.mostObjects = mostObjects;
    }

    /**
     * @param store the store below, without Streams' cache
     * @param mostObjects objects that stay in memory after a commit; when there are more, all are read again when they are needed
     */
    static <K, V> StoreBuilder<WriteBehindStore<K, V>> over(StoreBuilder<KeyValueStore<K, V>> store, int mostObjects) {
        return new Builder<>(store.withCachingDisabled(), mostObjects);
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
        try (KeyValueIterator<K, V> all = store.all()) {
            all.forEachRemaining(entry -> consumer.accept(entry.key, entry.value));
        }
    }

    private Slot<K, V> slot(K key) {
        if (!key.equals(last.key)) {
            Slot<K, V> slot = slots.get(key);
            if (slot == null) {
                slot = new Slot<>(key);
                slot.value = store.get(key);
                slots.put(key, slot);
            }
            last = slot;
        }
        return last;
    }

    private void writeBack() {
        for (Slot<K, V> slot : dirty) {
            if (slot.value == null) {
                store.delete(slot.key);
                slots.remove(slot.key);
            } else {
                store.put(slot.key, slot.value);
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
    public boolean setFlushListener(CacheFlushListener<K, V> listener, boolean sendOldValues) {
        return false;
    }

    @Override
    public String name() {
        return store.name();
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        store.init(context, root);
    }

    @Override
    public void commit(Map<TopicPartition, Long> changelogOffsets) {
        store.commit(changelogOffsets);
    }

    @Override
    public Long committedOffset(TopicPartition partition) {
        return store.committedOffset(partition);
    }

    /** Deprecated from its first day, as it goes once every store does so; until then Streams asks for it. */
    @Override
    @SuppressWarnings("deprecation")
    public boolean managesOffsets() {
        return store.managesOffsets();
    }

    @Override
    public void close() {
        store.close();
    }

    @Override
    public boolean persistent() {
        return store.persistent();
    }

    @Override
    public boolean isOpen() {
        return store.isOpen();
    }

    @Override
    public V get(K key) {
        return store.get(key);
    }

    @Override
    public KeyValueIterator<K, V> range(K from, K to) {
        return store.range(from, to);
    }

    @Override
    public KeyValueIterator<K, V> all() {
        return store.all();
    }

    @Override
    public long approximateNumEntries() {
        return store.approximateNumEntries();
    }

    /** @param store builds the store below */
    private record Builder<K, V>(StoreBuilder<KeyValueStore<K, V>> store, int mostObjects)
            implements StoreBuilder<WriteBehindStore<K, V>> {

        @Override
        public WriteBehindStore<K, V> build() {
            return new WriteBehindStore<>(store.build(), mostObjects);
        }

        @Override
        public StoreBuilder<WriteBehindStore<K, V>> withCachingEnabled() {
            throw new UnsupportedOperationException("a write-behind store caches itself");
        }

        @Override
        public StoreBuilder<WriteBehindStore<K, V>> withCachingDisabled() {
            return this;
        }

        @Override
        public StoreBuilder<WriteBehindStore<K, V>> withLoggingEnabled(Map<String, String> config) {
            return new Builder<>(store.withLoggingEnabled(config), mostObjects);
        }

        @Override
        public StoreBuilder<WriteBehindStore<K, V>> withLoggingDisabled() {
            return new Builder<>(store.withLoggingDisabled(), mostObjects);
        }

        @Override
        public Map<String, String> logConfig() {
            return store.logConfig();
        }

        @Override
        public boolean loggingEnabled() {
            return store.loggingEnabled();
        }

        @Override
        public String name() {
            return store.name();
        }
    }
}
