package io.minerstream.producer.roster;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The roster entries of many miners that are in force at some time, each with a value. An entry replaces what the topic said before
 * of its valid-from and later. Takes 4 bytes a miner, 16 bytes an entry, and the notes. Not thread-safe.
 *
 * <p>Miners are numbered by the caller, from 0; entries by the log.
 *
 * @param <N> what the caller keeps of few entries besides their value
 */
final class RosterLog<N> {

    /** Stands for no entry. */
    static final int NONE = -1;

    private int[] last;
    private long[] validFromMs = new long[16];
    private int[] values = new int[16];
    private int[] before = new int[16];
    private int used;
    private int free = NONE;
    private final Map<Integer, N> notes = new HashMap<>();

    /** @param miners how many to expect; more are possible */
    RosterLog(int miners) {
        last = new int[miners];
        Arrays.fill(last, NONE);
    }

    /**
     * Adds an entry of a miner.
     *
     * @param value any number
     * @param note null for none
     */
    void put(int miner, long fromMs, int value, N note) {
        if (miner >= last.length) {
            int length = last.length;
            last = Arrays.copyOf(last, Math.max(miner + 1, Math.addExact(length, length >> 1)));
            Arrays.fill(last, length, last.length, NONE);
        }
        while (last[miner] != NONE && validFromMs[last[miner]] >= fromMs) {
            dropLast(miner);
        }
        int entry = allocate();
        validFromMs[entry] = fromMs;
        values[entry] = value;
        before[entry] = last[miner];
        last[miner] = entry;
        if (note != null) {
            notes.put(entry, note);
        }
    }

    private int allocate() {
        if (free != NONE) {
            int entry = free;
            free = before[entry];
            return entry;
        }
        if (used == values.length) {
            int length = Math.addExact(used, used >> 1);
            validFromMs = Arrays.copyOf(validFromMs, length);
            values = Arrays.copyOf(values, length);
            before = Arrays.copyOf(before, length);
        }
        return used++;
    }

    /** Forgets all entries of a miner. */
    void clear(int miner) {
        while (last(miner) != NONE) {
            dropLast(miner);
        }
    }

    private void dropLast(int miner) {
        int entry = last[miner];
        last[miner] = before[entry];
        before[entry] = free;
        free = entry;
        if (!notes.isEmpty()) {
            notes.remove(entry);
        }
    }

    /** The miner's entry with the latest valid-from; {@link #NONE} when it has no entries. */
    int last(int miner) {
        return miner < last.length ? last[miner] : NONE;
    }

    /** The miner's entries, ascending in their valid-from. */
    int[] ascending(int miner) {
        int count = 0;
        for (int entry = last(miner); entry != NONE; entry = before[entry]) {
            count++;
        }
        int[] entries = new int[count];
        for (int entry = last(miner); entry != NONE; entry = before[entry]) {
            entries[--count] = entry;
        }
        return entries;
    }

    long validFromMs(int entry) {
        return validFromMs[entry];
    }

    int value(int entry) {
        return values[entry];
    }

    /** Null for none. */
    N note(int entry) {
        return notes.get(entry);
    }

    int noteCount() {
        return notes.size();
    }
}
