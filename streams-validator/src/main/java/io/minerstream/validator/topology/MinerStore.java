package io.minerstream.validator.topology;

import io.minerstream.validator.state.MinerState;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The states of the partition's miners: state store {@code miners}. It grows with the roster; of miners that are not in the roster
 * it keeps a bounded number. Not thread-safe.
 */
final class MinerStore {

    private final WriteBehindStore<Integer, MinerState> store;
    private final int mostStrangers;
    private final Set<Integer> strangers = new HashSet<>();

    MinerStore(WriteBehindStore<Integer, MinerState> store, int mostStrangers) {
        this.store = store;
        this.mostStrangers = mostStrangers;
        store.forEach((minerId, state) -> {
            if (!state.isRostered()) {
                strangers.add(minerId);
            }
        });
    }

    /** The state; that of a miner without entry and records when there is none. */
    MinerState get(int minerId) {
        MinerState state = store.load(minerId);
        return state == null ? new MinerState() : state;
    }

    private boolean hasRoomForStranger(int minerId) {
        return strangers.size() < mostStrangers || strangers.contains(minerId);
    }

    /** Keeps a state if it says anything, and if there is room for it. */
    void put(int minerId, MinerState state) {
        if (state.isRostered()) {
            if (!strangers.isEmpty()) {
                strangers.remove(minerId);
            }
            store.save(minerId, state);
        } else if (!state.isEmpty() && hasRoomForStranger(minerId)) {
            strangers.add(minerId);
            store.save(minerId, state);
        } else {
            forget(minerId);
        }
    }

    void forget(int minerId) {
        strangers.remove(minerId);
        store.remove(minerId);
    }

    /** Calls back with all states, to be read only. */
    void forEach(BiConsumer<Integer, MinerState> consumer) {
        store.forEach(consumer);
    }
}
