package io.minerstream.producer.replay;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The miners of one part that have not come yet at one time point: a bit for each, and where few are left, their numbers. Not
 * thread-safe.
 */
final class OpenTimePoint {

    /** Numbers take 32 bits each: below one in 64, they take less than half of what bits take. */
    private static final int SPARSE = 64;

    private long[] awaited;
    private int[] left;
    private int count;

    /** @param miners how many there are, at least 1 */
    OpenTimePoint(int miners) {
        count = miners;
        awaited = new long[(miners + Long.SIZE - 1) / Long.SIZE];
        Arrays.fill(awaited, -1L);
        if (miners % Long.SIZE != 0) {
            awaited[awaited.length - 1] = -1L >>> (Long.SIZE - miners % Long.SIZE);
        }
    }

    /** Bytes that one takes while many are left. */
    static long bytes(int miners) {
        return (miners + Long.SIZE - 1L) / Long.SIZE * Long.BYTES;
    }

    long bytes() {
        return left == null ? (long) awaited.length * Long.BYTES : (long) left.length * Integer.BYTES;
    }

    /**
     * Takes note of a miner.
     *
     * @return false when it had come before
     */
    boolean come(int miner) {
        boolean isNew = left == null ? clear(miner) : remove(miner);
        if (isNew) {
            count--;
            if (left == null && count < awaited.length * Long.SIZE / SPARSE) {
                left = missing().toArray();
                awaited = null;
            }
        }
        return isNew;
    }

    private boolean clear(int miner) {
        long bit = 1L << miner;
        boolean isNew = (awaited[miner / Long.SIZE] & bit) != 0;
        awaited[miner / Long.SIZE] &= ~bit;
        return isNew;
    }

    private boolean remove(int miner) {
        int at = Arrays.binarySearch(left, 0, count, miner);
        if (at < 0) {
            return false;
        }
        System.arraycopy(left, at + 1, left, at, count - at - 1);
        return true;
    }

    /** How many have not come. */
    int left() {
        return count;
    }

    /** Those that have not come, ascending. */
    IntStream missing() {
        if (left != null) {
            return Arrays.stream(left, 0, count);
        }
        return IntStream.range(0, awaited.length * Long.SIZE)
                .filter(miner -> (awaited[miner / Long.SIZE] & 1L << miner) != 0);
    }
}
