package io.minerstream.producer.roster;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.IntConsumer;

/**
 * The entries of the roster topic that count, for each of many miners: ascending in their valid-from. An entry takes the place of
 * those before it that are valid from the same time or from later. 4 bytes a miner and 16 bytes an entry. Not thread-safe.
 */
final class EntryStacks {

    /** What a miner without entries has. */
    static final int NONE = -1;

    private final int[] last;
    private long[] validFromMs = new long[16];
    private int[] values = new int[16];
    private int[] before = new int[16];
    private int used;
    private int free = NONE;

    EntryStacks(int miners) {
        last = new int[miners];
        Arrays.fill(last, NONE);
    }

    /**
     * Adds an entry of a miner.
     *
     * @param value any number
     * @param dropped is told the numbers of the entries that do not count any more
     */
    void put(int miner, long validFrom, int value, IntConsumer dropped) {
        while (last[miner] != NONE && validFromMs[last[miner]] >= validFrom) {
            drop(miner, dropped);
        }
        int entry = free;
        if (entry == NONE) {
            entry = used++;
            if (entry == values.length) {
                int length = Math.addExact(used, used >> 1);
                validFromMs = Arrays.copyOf(validFromMs, length);
                values = Arrays.copyOf(values, length);
                before = Arrays.copyOf(before, length);
            }
        } else {
            free = before[entry];
        }
        validFromMs[entry] = validFrom;
        values[entry] = value;
        before[entry] = last[miner];
        last[miner] = entry;
    }

    /** Drops all entries of a miner. */
    void clear(int miner, IntConsumer dropped) {
        while (last[miner] != NONE) {
            drop(miner, dropped);
        }
    }

    private void drop(int miner, IntConsumer dropped) {
        int entry = last[miner];
        last[miner] = before[entry];
        before[entry] = free;
        free = entry;
        dropped.accept(entry);
    }

    /** Number of the miner's entry that is valid from the latest time; {@link #NONE} when it has none. */
    int last(int miner) {
        return last[miner];
    }

    /** Numbers of the miner's entries, ascending in their valid-from. */
    Iterable<Integer> ascending(int miner) {
        Deque<Integer> entries = new ArrayDeque<>();
        for (int entry = last[miner]; entry != NONE; entry = before[entry]) {
            entries.addFirst(entry);
        }
        return entries;
    }

    long validFromMs(int entry) {
        return validFromMs[entry];
    }

    int value(int entry) {
        return values[entry];
    }
}
