package io.minerstream.producer.load;

import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.record.MinerKeys;
import io.minerstream.producer.run.Shard;
import java.util.BitSet;
import java.util.Locale;

/** A part of a fleet whose readings are spread unevenly over the partitions of their topic. */
public final class SkewedFleet {

    private SkewedFleet() {}

    /**
     * All miners of one partition, the one that has most of them, and so many of the others that it has the share, evenly among them.
     *
     * @param partitionCount of the topic, at least 1
     * @param share of the readings in the busiest partition, more than 0, at most 1; met to a miner
     * @throws IllegalArgumentException when the busiest partition has a greater share of the whole fleet already
     */
    public static Fleet of(Fleet fleet, int partitionCount, double share) {
        MinerKeys keys = new MinerKeys(fleet, partitionCount, Shard.ALL);
        long[] miners = keys.minersPerPartition();
        int busiest = 0;
        for (int partition = 1; partition < partitionCount; partition++) {
            busiest = miners[partition] > miners[busiest] ? partition : busiest;
        }
        long others = fleet.size() - miners[busiest];
        long wanted = Math.round(miners[busiest] * (1 - share) / share);
        if (wanted > others) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "must be at least %.3f, which the busiest of %s partitions has anyway, got %s",
                    (double) miners[busiest] / fleet.size(),
                    partitionCount,
                    share));
        }
        BitSet chosen = new BitSet(fleet.size());
        long seen = 0;
        for (int i = 0; i < fleet.size(); i++) {
            if (keys.partition(i) == busiest) {
                chosen.set(i);
            } else {
                // The first of each others / wanted.
                chosen.set(i, seen * wanted % others < wanted);
                seen++;
            }
        }
        return fleet.only(chosen::get);
    }
}
