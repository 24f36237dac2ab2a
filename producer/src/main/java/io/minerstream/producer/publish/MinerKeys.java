package io.minerstream.producer.publish;

import io.minerstream.producer.fleet.Fleet;
import java.nio.ByteBuffer;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;

/**
 * Keys of a fleet's records and the partitions that they belong to: 4 bytes a miner. Immutable.
 *
 * <p>The partition is the one that Kafka's producer chooses for such a key. It is computed here and set explicitly, so that
 * the counts in the watermarks are those of the partitions whatever partitioner is configured.
 */
final class MinerKeys {

    private final Fleet fleet;
    private final int[] partitions;
    private final int partitionCount;

    MinerKeys(Fleet fleet, int partitionCount) {
        this.fleet = fleet;
        this.partitionCount = partitionCount;
        this.partitions = new int[fleet.size()];
        for (int i = 0; i < partitions.length; i++) {
            partitions[i] = BuiltInPartitioner.partitionForKey(key(i), partitionCount);
        }
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
