package io.minerstream.validator.topology;

import io.minerstream.validator.rule.Reading;
import io.minerstream.validator.state.PendingKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Readings whose miner the roster does not have, yet: state store {@code unrostered}, with an index in memory. Not
 * thread-safe.
 */
final class PendingReadings {

    private final KeyValueStore<PendingKey, Reading> store;
    private final Map<Integer, Long> waitingSinceMs = new LinkedHashMap<>();
    private final Map<Long, Integer> countByRun = new HashMap<>();

    /** Loads what the store holds; the wait starts anew. */
    PendingReadings(KeyValueStore<PendingKey, Reading> store, long nowMs) {
        this.store = store;
        try (KeyValueIterator<PendingKey, Reading> all = store.all()) {
            all.forEachRemaining(pending -> index(pending.value, nowMs));
        }
    }

    void add(Reading reading, long nowMs) {
        store.put(new PendingKey(reading.minerId(), reading.offset()), reading);
        index(reading, nowMs);
    }

    private void index(Reading reading, long nowMs) {
        waitingSinceMs.putIfAbsent(reading.minerId(), nowMs);
        countByRun.merge(reading.run(), 1, Integer::sum);
    }

    /** Removes the readings of a miner and returns them in the order of their arrival. */
    List<Reading> take(int minerId) {
        if (waitingSinceMs.remove(minerId) == null) {
            return List.of();
        }
        List<KeyValue<PendingKey, Reading>> taken = new ArrayList<>();
        try (KeyValueIterator<PendingKey, Reading> range =
                store.range(new PendingKey(minerId, 0), new PendingKey(minerId, Long.MAX_VALUE))) {
            range.forEachRemaining(taken::add);
        }
        List<Reading> readings = new ArrayList<>(taken.size());
        for (KeyValue<PendingKey, Reading> pending : taken) {
            store.delete(pending.key);
            countByRun.computeIfPresent(pending.value.run(), (run, count) -> count == 1 ? null : count - 1);
            readings.add(pending.value);
        }
        return readings;
    }

    /** Whether a reading of the run waits. */
    boolean isWaiting(long run) {
        return countByRun.containsKey(run);
    }

    /** Miners of which a reading waits since {@code latestMs} or longer. */
    List<Integer> waitingSince(long latestMs) {
        List<Integer> miners = new ArrayList<>(0);
        waitingSinceMs.forEach((miner, sinceMs) -> {
            if (sinceMs <= latestMs) {
                miners.add(miner);
            }
        });
        return miners;
    }
}
