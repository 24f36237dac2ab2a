package io.minerstream.validator.topology;

import io.minerstream.validator.input.RefusedRecordException;
import io.minerstream.validator.input.TelemetrySource;
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
 * Readings that wait for roster entries of their miners: state store {@code unrostered}, with an index in memory. Their number has a bound. A miner waits
 * shortly at first, and {@linkplain #waitLonger longer} if it is then still not in the roster. Not thread-safe.
 */
final class PendingReadings {

    private final KeyValueStore<MinerKey, ReceivedReading> store;
    private final int most;
    private final WaitingMiners shortly = new WaitingMiners();
    private final WaitingMiners longer = new WaitingMiners();
    private final Map<Long, NavigableMap<Long, Integer>> countByRunAndTime = new HashMap<>();
    private int count;

    /**
     * Loads what the store holds; the wait starts anew.
     *
     * @param most readings that may wait
     */
    PendingReadings(KeyValueStore<MinerKey, ReceivedReading> store, int most, long nowMs) {
        this.store = store;
        this.most = most;
        try (KeyValueIterator<MinerKey, ReceivedReading> all = store.all()) {
            all.forEachRemaining(pending -> index(pending.value, nowMs));
        }
    }

    /**
     * Makes a reading wait.
     *
     * @throws RefusedRecordException when too many wait
     */
    void add(ReceivedReading reading, long nowMs) {
        if (count >= most) {
            throw new RefusedRecordException(
                    "reading of miner %s: at most %s readings of a partition may wait for the roster, there are as many; it does not count"
                            .formatted(reading.minerId(), most));
        }
        // Repartitioned readings of a miner may come from several partitions.
        long place = reading.offset() * TelemetrySource.MOST_PARTITIONS + reading.partition();
        store.put(new MinerKey(reading.minerId(), place), reading);
        index(reading, nowMs);
    }

    private void index(ReceivedReading reading, long nowMs) {
        if (!isWaiting(reading.minerId())) {
            shortly.add(reading.minerId(), nowMs);
        }
        count++;
        countByRunAndTime
                .computeIfAbsent(reading.run(), any -> new TreeMap<>())
                .merge(reading.recordedAtMs(), 1, Integer::sum);
    }

    /** Whether readings of the miner wait: its next one must wait behind them. */
    boolean isWaiting(int minerId) {
        return count > 0 && (shortly.contains(minerId) || longer.contains(minerId));
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
        longer.add(minerId, shortly.remove(minerId));
    }

    /** Reverts {@link #waitLonger}: the miner is in the roster now. */
    void waitShortly(int minerId) {
        Long sinceMs = longer.remove(minerId);
        if (sinceMs != null) {
            shortly.add(minerId, sinceMs);
        }
    }

    /** Miners that wait shortly and do so since {@code latestMs} or longer, ascending. */
    List<Integer> shortlySince(long latestMs) {
        return shortly.since(latestMs);
    }

    /** Miners that wait longer and wait since {@code latestMs} or longer, ascending. */
    List<Integer> longerSince(long latestMs) {
        return longer.since(latestMs);
    }

    /** Removes the readings of a miner and returns them in the order of their arrival. */
    List<ReceivedReading> take(int minerId) {
        shortly.remove(minerId);
        longer.remove(minerId);
        List<ReceivedReading> readings = new ArrayList<>();
        for (KeyValue<MinerKey, ReceivedReading> pending : Stores.ofMiner(store, minerId)) {
            store.delete(pending.key);
            forget(pending.value);
            readings.add(pending.value);
        }
        return readings;
    }

    private void forget(ReceivedReading reading) {
        count--;
        countByRunAndTime.computeIfPresent(reading.run(), (run, times) -> {
            times.computeIfPresent(reading.recordedAtMs(), (time, count) -> count == 1 ? null : count - 1);
            return times.isEmpty() ? null : times;
        });
    }
}
