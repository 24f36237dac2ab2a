package io.minerstream.validator.topology;

import io.minerstream.validator.rule.RosteredMiner;
import io.minerstream.validator.state.MinerKey;
import io.minerstream.validator.state.MinerState;
import io.minerstream.validator.state.MinerState.Tenure;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The roster entries of the partition's miners, each with the time from which it is valid: state store {@code roster}. The
 * state of a miner caches the entry that was needed last, so that a reading costs a read of this store only when another entry
 * is in force. Not thread-safe.
 */
final class RosterStore {

    /**
     * Entries kept per miner. A further one replaces the oldest; earlier readings are then judged by the oldest that is left.
     */
    static final int MOST_ENTRIES = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(RosterStore.class);

    private final KeyValueStore<MinerKey, RosteredMiner> store;

    RosterStore(KeyValueStore<MinerKey, RosteredMiner> store) {
        this.store = store;
    }

    /**
     * Takes an entry. It replaces all entries of its own valid-from and later.
     *
     * @param validFromMs time from which the entry is valid, milliseconds since the epoch, at least 0
     * @return whether anything has changed
     */
    boolean put(int minerId, MinerState state, RosteredMiner entry, long validFromMs) {
        if (follows(state.tenure(), validFromMs)) {
            return append(minerId, state, entry, validFromMs);
        }
        List<KeyValue<MinerKey, RosteredMiner>> known = known(minerId, state);
        int kept = 0;
        while (kept < known.size() && known.get(kept).key.place() < validFromMs) {
            kept++;
        }
        RosteredMiner before = kept == 0 ? null : known.get(kept - 1).value;
        boolean repeats = entry.equals(before);
        if (repeats && kept == known.size()) {
            return false;
        }
        known.subList(kept, known.size()).forEach(replaced -> store.delete(replaced.key));
        if (!repeats) {
            store.put(new MinerKey(minerId, validFromMs), entry);
            kept++;
        }
        long fromMs = repeats ? known.get(kept - 1).key.place() : validFromMs;
        state.rostered(kept == 1 ? Tenure.always(entry) : new Tenure(entry, fromMs, Long.MAX_VALUE, kept));
        return true;
    }

    /** Whether the time is after that of all the miner's entries; false also where only the store can tell. */
    private static boolean follows(Tenure tenure, long validFromMs) {
        return tenure != null
                && tenure.entries() > 1
                && tenure.untilMs() == Long.MAX_VALUE
                && tenure.fromMs() < validFromMs;
    }

    private boolean append(int minerId, MinerState state, RosteredMiner entry, long validFromMs) {
        if (entry.equals(state.tenure().miner())) {
            return false;
        }
        int entries = state.tenure().entries() + 1;
        if (entries > MOST_ENTRIES) {
            store.delete(known(minerId, state).get(0).key);
            entries--;
            LOG.atWarn()
                    .addKeyValue("miner", minerId)
                    .log("more than {} roster entries, the oldest one is forgotten", MOST_ENTRIES);
        }
        store.put(new MinerKey(minerId, validFromMs), entry);
        state.rostered(new Tenure(entry, validFromMs, Long.MAX_VALUE, entries));
        return true;
    }

    /** Removes a miner from the roster. */
    void remove(int minerId, MinerState state) {
        known(minerId, state).forEach(entry -> store.delete(entry.key));
        state.rostered(null);
    }

    /**
     * The entry in force at an instant: the last one with a valid-from at or before it; before the first one, the first one.
     * The state caches it.
     *
     * @return null when the roster does not have the miner
     */
    RosteredMiner at(int minerId, MinerState state, long epochMs) {
        Tenure tenure = state.tenure();
        if (tenure == null) {
            return null;
        }
        if (!tenure.covers(epochMs)) {
            tenure = find(known(minerId, state), epochMs);
            state.setTenure(tenure);
        }
        return tenure.miner();
    }

    /** As {@link #at}, of a miner in the roster, without a change of its state. */
    RosteredMiner peek(int minerId, MinerState state, long epochMs) {
        Tenure tenure = state.tenure();
        return (tenure.covers(epochMs) ? tenure : find(known(minerId, state), epochMs)).miner();
    }

    /** Site of a miner by its newest entry; null when the roster does not have it. */
    Integer site(int minerId, MinerState state) {
        Tenure tenure = state.tenure();
        return tenure == null
                ? null
                : Integer.valueOf(peek(minerId, state, Long.MAX_VALUE - 1).siteId());
    }

    /**
     * The entries in force at some time of a range, ascending.
     *
     * @param lastMs end, inclusive
     * @return empty when the roster does not have the miner
     */
    List<RosteredMiner> between(int minerId, MinerState state, long fromMs, long lastMs) {
        Tenure tenure = state.tenure();
        if (tenure == null) {
            return List.of();
        }
        if (tenure.covers(fromMs) && tenure.covers(lastMs)) {
            return List.of(tenure.miner());
        }
        List<KeyValue<MinerKey, RosteredMiner>> known = known(minerId, state);
        List<RosteredMiner> entries = new ArrayList<>();
        entries.add(find(known, fromMs).miner());
        known.stream()
                .skip(1)
                .filter(entry -> entry.key.place() > fromMs && entry.key.place() <= lastMs)
                .forEach(entry -> entries.add(entry.value));
        return entries;
    }

    /** The entries of a miner by the time from which they are valid; empty when the roster does not have it. */
    NavigableMap<Long, RosteredMiner> byTime(int minerId, MinerState state) {
        NavigableMap<Long, RosteredMiner> entries = new TreeMap<>();
        known(minerId, state).forEach(entry -> entries.put(entry.key.place(), entry.value));
        return entries;
    }

    private static Tenure find(List<KeyValue<MinerKey, RosteredMiner>> known, long epochMs) {
        int index = 0;
        while (index + 1 < known.size() && known.get(index + 1).key.place() <= epochMs) {
            index++;
        }
        return new Tenure(
                known.get(index).value,
                index == 0 ? Long.MIN_VALUE : known.get(index).key.place(),
                index + 1 == known.size()
                        ? Long.MAX_VALUE
                        : known.get(index + 1).key.place(),
                known.size());
    }

    /** All entries of a miner, ascending. */
    private List<KeyValue<MinerKey, RosteredMiner>> known(int minerId, MinerState state) {
        return state.isRostered() ? Stores.ofMiner(store, minerId) : List.of();
    }
}
