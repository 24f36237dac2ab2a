package io.minerstream.validator.topology;

import io.minerstream.validator.rule.ReceivedReading;
import io.minerstream.validator.rule.TimeWindow;
import io.minerstream.validator.state.MinerKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Readings that wait for roster entries of their miners: state store {@code unrostered}, with an index in memory. A miner waits
 * shortly at first, and {@linkplain #waitLonger longer} if it is then still not in the roster. Not thread-safe.
 */
final class PendingReadings {

    private final KeyValueStore<MinerKey, ReceivedReading> store;
    private final Map<Integer, Long> shortlySinceMs = new HashMap<>();
    private final Map<Integer, Long> longerSinceMs = new HashMap<>();
    private final Map<Long, NavigableMap<Long, Integer>> countByRunAndTime = new HashMap<>();

    /** Loads what the store holds; the wait starts anew. */
    PendingReadings(KeyValueStore<MinerKey, ReceivedReading> store, long nowMs) {
        this.store = store;
        try (KeyValueIterator<MinerKey, ReceivedReading> all = store.all()) {
            all.forEachRemaining(pending -> index(pending.value, nowMs));
        }
    }

    void add(ReceivedReading reading, long nowMs) {
        store.put(new MinerKey(reading.minerId(), reading.offset()), reading);
        index(reading, nowMs);
    }

    private void index(ReceivedReading reading, long nowMs) {
        if (!longerSinceMs.containsKey(reading.minerId())) {
            shortlySinceMs.putIfAbsent(reading.minerId(), nowMs);
        }
        countByRunAndTime
                .computeIfAbsent(reading.run(), any -> new TreeMap<>())
                .merge(reading.recordedAtMs(), 1, Integer::sum);
    }

    /** Whether readings of the miner wait: its next one must wait behind them. */
    boolean isWaiting(int minerId) {
        return !countByRunAndTime.isEmpty()
                && (shortlySinceMs.containsKey(minerId) || longerSinceMs.containsKey(minerId));
    }

    /** Whether a reading of the run and window waits. */
    boolean isWaiting(long run, TimeWindow window) {
        NavigableMap<Long, Integer> times = countByRunAndTime.get(run);
        return times != null
                && !times.subMap(window.start().toEpochMilli(), window.end().toEpochMilli())
                        .isEmpty();
    }

    /** Makes a miner that waits shortly wait longer: it is not in the roster. */
    void waitLonger(int minerId) {
        longerSinceMs.put(minerId, shortlySinceMs.remove(minerId));
    }

    /** Reverts {@link #waitLonger}: the miner is in the roster now. */
    void waitShortly(int minerId) {
        Long sinceMs = longerSinceMs.remove(minerId);
        if (sinceMs != null) {
            shortlySinceMs.put(minerId, sinceMs);
        }
    }

    /** Miners that wait shortly and do so since {@code latestMs} or longer, ascending. */
    List<Integer> shortlySince(long latestMs) {
        return since(shortlySinceMs, latestMs);
    }

    /** Miners that wait longer and wait since {@code latestMs} or longer, ascending. */
    List<Integer> longerSince(long latestMs) {
        return since(longerSinceMs, latestMs);
    }

    private static List<Integer> since(Map<Integer, Long> sinceMs, long latestMs) {
        return sinceMs.entrySet().stream()
                .filter(miner -> miner.getValue() <= latestMs)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** Removes the readings of a miner and returns them in the order of their arrival. */
    List<ReceivedReading> take(int minerId) {
        shortlySinceMs.remove(minerId);
        longerSinceMs.remove(minerId);
        List<ReceivedReading> readings = new ArrayList<>();
        for (KeyValue<MinerKey, ReceivedReading> pending : Stores.ofMiner(store, minerId)) {
            store.delete(pending.key);
            forget(pending.value);
            readings.add(pending.value);
        }
        return readings;
    }

    private void forget(ReceivedReading reading) {
        countByRunAndTime.computeIfPresent(reading.run(), (run, times) -> {
            times.computeIfPresent(reading.recordedAtMs(), (time, count) -> count == 1 ? null : count - 1);
            return times.isEmpty() ? null : times;
        });
    }
}
