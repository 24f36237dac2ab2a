package io.minerstream.validator.topology;

import io.minerstream.validator.state.MinerState;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The states of the partition's miners: state store {@code miners}. It grows with the roster; of miners that are not in the roster
 * it keeps a bounded number. Not thread-safe.
 */
final class MinerStore {

    private final KeyValueStore<Integer, MinerState> store;
    private final int mostStrangers;
    private final Set<Integer> strangers = new HashSet<>();

    MinerStore(KeyValueStore<Integer, MinerState> store, int mostStrangers) {
        this.store = store;
        this.mostStrangers = mostStrangers;
        try (KeyValueIterator<Integer, MinerState> all = store.all()) {
            all.forEachRemaining(this::noteStranger);
        }
    }

    private void noteStranger(KeyValue<Integer, MinerState> miner) {
        if (!miner.value.isRostered()) {
            strangers.add(miner.key);
        }
    }

    /** The state; that of a miner without entry and records when there is none. */
    MinerState get(int minerId) {
        MinerState state = store.get(minerId);
        return state == null ? new MinerState() : state;
    }

    private boolean hasRoomForStranger(int minerId) {
        return strangers.size() < mostStrangers || strangers.contains(minerId);
    }

    /** Keeps a state if it says anything, and if there is room for it. */
    void put(int minerId, MinerState state) {
        if (state.isRostered()) {
            strangers.remove(minerId);
            store.put(minerId, state);
        } else if (!state.isEmpty() && hasRoomForStranger(minerId)) {
            strangers.add(minerId);
            store.put(minerId, state);
        } else {
            forget(minerId);
        }
    }

    void forget(int minerId) {
        strangers.remove(minerId);
        store.delete(minerId);
    }

    /** All states; to be closed. */
    KeyValueIterator<Integer, MinerState> all() {
        return store.all();
    }
}
