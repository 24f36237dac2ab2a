package io.minerstream.producer.publish;

import java.util.Arrays;

/**
 * The order in which the miners of a time point are sent: in blocks of the fleet's order, and within a block partition by
 * partition. The records of a partition keep their order, whatever the size of the blocks; so does the set of those that a
 * unit has sent at its end.
 *
 * <p>In the fleet's order each record goes to another partition than the last, and what Kafka's client keeps of the records of
 * a batch lies far apart in memory, between that of the other partitions: completing a batch took it three times as long.
 * Readings at a rate keep the fleet's order nevertheless, as blocks would come to each partition in bursts.
 *
 * <p>Not thread-safe.
 */
final class SendOrder {

    /** Records of a partition that are sent one after another: about as many as are in one batch. */
    private static final int PER_PARTITION = 2_048;

    /** So that many partitions do not make a block outgrow the client's buffer, or the processor's cache. */
    private static final int LARGEST_BLOCK = 1 << 16;

    private final MinerKeys keys;
    private final int[] indices;
    private final int[] ends;

    private SendOrder(MinerKeys keys, int block) {
        this.keys = keys;
        this.indices = new int[block];
        this.ends = new int[keys.partitionCount() + 1];
    }

    /** Partition by partition. */
    static SendOrder byPartition(MinerKeys keys) {
        return new SendOrder(keys, (int) Math.min((long) PER_PARTITION * keys.partitionCount(), LARGEST_BLOCK));
    }

    /** As the miners come in the fleet. */
    static SendOrder byFleet(MinerKeys keys) {
        return new SendOrder(keys, 1);
    }

    /**
     * Goes to the next block.
     *
     * @param from position of its first miner among those of the shard
     * @param end where it ends at the latest, exclusive; above {@code from}
     * @return number of its miners, at least 1
     */
    int begin(int from, int end) {
        int count = Math.min(indices.length, end - from);
        if (count == 1) {
            indices[0] = keys.owned(from);
            return 1;
        }
        Arrays.fill(ends, 0);
        for (int position = from; position < from + count; position++) {
            ends[keys.partition(keys.owned(position)) + 1]++;
        }
        for (int partition = 1; partition < ends.length; partition++) {
            ends[partition] += ends[partition - 1];
        }
        for (int position = from; position < from + count; position++) {
            int index = keys.owned(position);
            indices[ends[keys.partition(index)]++] = index;
        }
        return count;
    }

    /**
     * Index in the fleet of a miner of the block.
     *
     * @param i 0 to the number of its miners - 1
     */
    int miner(int i) {
        return indices[i];
    }
}
