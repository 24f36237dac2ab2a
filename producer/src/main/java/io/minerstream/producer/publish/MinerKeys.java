package io.minerstream.producer.publish;

import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.run.Shard;
import java.nio.ByteBuffer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;

/**
 * Keys of a fleet's records, the partitions that they belong to, and which of them a shard writes: 8 bytes a miner at most.
 * Immutable.
 *
 * <p>The partition is the one that Kafka's producer chooses for such a key. It is computed here and set explicitly, so that
 * the counts in the watermarks are those of the partitions whatever partitioner is configured.
 */
final class MinerKeys {

    private final Fleet fleet;
    private final int[] partitions;
    private final int partitionCount;
    private final Shard shard;
    private final int[] owned;

    MinerKeys(Fleet fleet, int partitionCount, Shard shard) {
        this.fleet = fleet;
        this.partitionCount = partitionCount;
        this.shard = shard;
        this.partitions = new int[fleet.size()];
        for (int i = 0; i < partitions.length; i++) {
            partitions[i] = BuiltInPartitioner.partitionForKey(key(i), partitionCount);
        }
        this.owned = IntStream.range(0, partitions.length)
                .filter(i -> shard.owns(partitions[i]))
                .toArray();
    }

    /** Number of miners that the shard writes. */
    int ownedMiners() {
        return owned.length;
    }

    /**
     * Index in the fleet of a miner that the shard writes.
     *
     * @param position 0 to {@link #ownedMiners()} - 1; in the order of the fleet
     */
    int owned(int position) {
        return owned[position];
    }

    /** Whether the shard writes a partition. */
    boolean owns(int partition) {
        return shard.owns(partition);
    }

    int partitionCount() {
        return partitionCount;
    }

    int partition(int index) {
        return partitions[index];
    }

    /** The miner id as {@code IntegerSerializer} writes it: 4 bytes, big-endian. */
    byte[] key(int index) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(fleet.minerId(index)).array();
    }

    /** The miner of a key, or a negative number when the key is none of this fleet's. */
    int indexOf(byte[] key) {
        if (key == null || key.length != Integer.BYTES) {
            return -1;
        }
        return fleet.indexOf(ByteBuffer.wrap(key).getInt());
    }

    /** Miners in each partition, by partition. */
    long[] minersPerPartition() {
        long[] miners = new long[partitionCount];
        for (int partition : partitions) {
            miners[partition]++;
        }
        return miners;
    }
}
