package io.minerstream.producer.record;

import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.run.Shard;
import io.minerstream.schemas.topic.RecordKey;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Keys of a fleet's records, the partitions that they belong to, and which of them a shard writes: 12 bytes a miner at most.
 * Immutable.
 *
 * <p>The partition is the one that Kafka's producer chooses for such a key. It is computed here and set explicitly, so that
 * the counts in the watermarks are those of the partitions whatever partitioner is configured.
 */
public final class MinerKeys {

    private final Fleet fleet;
    private final int[] partitions;
    private final int partitionCount;
    private final Shard shard;
    private final int[] owned;
    // The same, partition by partition, and where those of each partition begin; ends with their number.
    private final int[] ownedByPartition;
    private final int[] starts;

    public MinerKeys(Fleet fleet, int partitionCount, Shard shard) {
        this.fleet = fleet;
        this.partitionCount = partitionCount;
        this.shard = shard;
        this.partitions = new int[fleet.size()];
        for (int i = 0; i < partitions.length; i++) {
            partitions[i] = RecordKey.partition(key(i), partitionCount);
        }
        this.owned = IntStream.range(0, partitions.length)
                .filter(i -> shard.owns(partitions[i]))
                .toArray();
        this.starts = new int[partitionCount + 1];
        for (int index : owned) {
            starts[partitions[index] + 1]++;
        }
        for (int partition = 0; partition < partitionCount; partition++) {
            starts[partition + 1] += starts[partition];
        }
        this.ownedByPartition = new int[owned.length];
        int[] next = starts.clone();
        for (int index : owned) {
            ownedByPartition[next[partitions[index]]++] = index;
        }
    }

    public Fleet fleet() {
        return fleet;
    }

    /** Number of miners that the shard writes. */
    public int ownedMiners() {
        return owned.length;
    }

    /**
     * Index in the fleet of a miner that the shard writes.
     *
     * @param position 0 to {@link #ownedMiners()} - 1; in the order of the fleet
     */
    public int owned(int position) {
        return owned[position];
    }

    /**
     * Index in the fleet of a miner that the shard writes.
     *
     * @param slot 0 to {@link #ownedMiners()} - 1; partition by partition, and in each in the order of the fleet
     */
    public int ownedByPartition(int slot) {
        return ownedByPartition[slot];
    }

    /**
     * The first slot of a partition whose miner is at a position or behind it.
     *
     * @param position 0 to {@link #ownedMiners()}
     * @return the end of the partition's slots when there is none
     */
    public int slot(int partition, int position) {
        if (position == 0) {
            return starts[partition];
        }
        if (position == owned.length) {
            return starts[partition + 1];
        }
        int found = Arrays.binarySearch(ownedByPartition, starts[partition], starts[partition + 1], owned[position]);
        return found < 0 ? -found - 1 : found;
    }

    /** Whether the shard writes a partition. */
    public boolean owns(int partition) {
        return shard.owns(partition);
    }

    /** Number of partitions that the shard writes. */
    public int ownedPartitions() {
        return (int) IntStream.range(0, partitionCount).filter(shard::owns).count();
    }

    public int partitionCount() {
        return partitionCount;
    }

    public int partition(int index) {
        return partitions[index];
    }

    /** The key of a miner's records. */
    public byte[] key(int index) {
        return RecordKey.of(fleet.minerId(index));
    }

    /** Miners in each partition, by partition. */
    public long[] minersPerPartition() {
        long[] miners = new long[partitionCount];
        for (int partition : partitions) {
            miners[partition]++;
        }
        return miners;
    }
}
