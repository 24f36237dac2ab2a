package io.minerstream.producer.load;

import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.record.MinerKeys;
import io.minerstream.producer.run.Shard;

/**
 * The order in which the readings of a load are due: time point by time point, in each the miners of the fleet. All shards have the same
 * order, and each sends a part of it. Immutable and thread-safe.
 */
public final class LoadOrder {

    private final MinerKeys keys;
    private final int miners;

    LoadOrder(MinerKeys keys) {
        this.keys = keys;
        this.miners = keys.fleet().size();
    }

    /**
     * The order of a fleet, and the part of a shard.
     *
     * @param partitionCount of the topic
     */
    public static LoadOrder of(Fleet fleet, int partitionCount, Shard shard) {
        return new LoadOrder(new MinerKeys(fleet, partitionCount, shard));
    }

    /**
     * Number of a reading of the shard among the readings of all shards.
     *
     * @param own its number among those of the shard, from 0
     */
    public long number(long own) {
        int owned = keys.ownedMiners();
        return own / owned * miners + keys.owned((int) (own % owned));
    }

    /**
     * How many of the first readings of all shards are of this shard.
     *
     * @param readings of all shards, from 0
     */
    public long own(long readings) {
        int rest = (int) (readings % miners);
        int low = 0;
        int high = keys.ownedMiners();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (keys.owned(middle) < rest) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return readings / miners * keys.ownedMiners() + low;
    }
}
