package io.minerstream.producer.fleet;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A map from miner id to a number of at least 0, by open addressing: at most 24 bytes per miner, a quarter of a {@link
 * java.util.HashMap}. Not thread-safe.
 */
public final class MinerIndex {

    /** The number of a miner that has none. */
    public static final int ABSENT = -1;

    /** Marks a free slot: no miner has this id. */
    private static final int FREE = 0;

    private int[] ids = new int[64];
    private int[] values = new int[64];
    private int used;

    /** 0 marks free slots, so that ids must be greater. */
    private static void require(int minerId) {
        if (minerId <= 0) {
            throw new IllegalArgumentException("miner id: must be greater than 0, got " + minerId);
        }
    }

    /**
     * Sets a miner's number.
     *
     * @param minerId greater than 0
     * @param value at least 0, or {@link #ABSENT}
     * @return its previous number, or {@link #ABSENT}
     */
    public int put(int minerId, int value) {
        require(minerId);
        if (value < ABSENT) {
            throw new IllegalArgumentException("value: must be at least 0, or ABSENT, got " + value);
        }
        int slot = slot(minerId);
        if (ids[slot] == minerId) {
            int before = values[slot];
            values[slot] = value;
            return before;
        }
        if (value == ABSENT) {
            return ABSENT;
        }
        ids[slot] = minerId;
        values[slot] = value;
        if (++used > ids.length * 2 / 3) {
            grow();
        }
        return ABSENT;
    }

    /** The miner's number, or {@link #ABSENT}. */
    public int get(int minerId) {
        require(minerId);
        int slot = slot(minerId);
        return ids[slot] == minerId ? values[slot] : ABSENT;
    }

    /** The miners that have a number, in ascending order. */
    public int[] minerIds() {
        return IntStream.range(0, ids.length)
                .filter(slot -> ids[slot] != FREE && values[slot] != ABSENT)
                .map(slot -> ids[slot])
                .sorted()
                .toArray();
    }

    /** The slot of the miner, or the free slot for it. The number of slots is a power of two. */
    private int slot(int minerId) {
        int mask = ids.length - 1;
        // Fibonacci hashing spreads consecutive ids, and ids at equal distances.
        int slot = (minerId * 0x9E3779B9) >>> Integer.numberOfLeadingZeros(mask);
        while (ids[slot] != FREE && ids[slot] != minerId) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        int[] oldIds = ids;
        int[] oldValues = values;
        ids = new int[Math.multiplyExact(oldIds.length, 2)];
        values = new int[ids.length];
        Arrays.fill(values, ABSENT);
        used = 0;
        for (int i = 0; i < oldIds.length; i++) {
            if (oldIds[i] != FREE && oldValues[i] != ABSENT) {
                int slot = slot(oldIds[i]);
                ids[slot] = oldIds[i];
                values[slot] = oldValues[i];
                used++;
            }
        }
    }
}
