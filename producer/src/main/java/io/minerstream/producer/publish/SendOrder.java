package io.minerstream.producer.publish;

import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * The order in which the miners of a time point are sent, in stretches: of one partition after another, or as they come in the
 * fleet. The records of a partition keep their order either way; so does the set of those that a unit has sent at its end. Several
 * orders can share the partitions, for as many threads.
 *
 * <p>In the fleet's order each record goes to another partition than the last, and what Kafka's client keeps of the records of
 * a batch lies far apart in memory, between that of the other partitions: completing a batch took it three times as long.
 * Readings at a rate keep the fleet's order nevertheless, as stretches would come to each partition in bursts.
 *
 * <p>Not thread-safe.
 */
final class SendOrder {

    /**
     * Records of a partition that are sent one after another: a dozen batches or so. When a batch is full, Kafka's client sends what
     * it has of the other partitions with it, and with stretches of a batch each, most batches were half empty.
     */
    private static final int STRETCH = 32_768;

    private final MinerKeys keys;
    // Null for the order of the fleet, in which partitions do not matter.
    private final int[] partitions;
    private final IntUnaryOperator miners;
    private final int[] next;
    private final int[] ends;
    private int current;
    private int start;
    private int size;

    private SendOrder(MinerKeys keys, int[] partitions, IntUnaryOperator miners) {
        this.keys = keys;
        this.partitions = partitions;
        this.miners = miners;
        int queues = partitions == null ? 1 : partitions.length;
        this.next = new int[queues];
        this.ends = new int[queues];
    }

    /**
     * Partition by partition; each order with other partitions, and all of them together with those of the shard.
     *
     * @param most number of orders, at least 1; there are fewer when the shard has fewer partitions
     */
    static List<SendOrder> byPartition(MinerKeys keys, int most) {
        int[] owned =
                IntStream.range(0, keys.partitionCount()).filter(keys::owns).toArray();
        int orders = Math.max(1, Math.min(most, owned.length));
        return IntStream.range(0, orders)
                .mapToObj(order -> IntStream.range(0, owned.length)
                        .filter(i -> i % orders == order)
                        .map(i -> owned[i])
                        .toArray())
                .map(partitions -> new SendOrder(keys, partitions, keys::ownedByPartition))
                .toList();
    }

    /** As the miners come in the fleet. */
    static SendOrder byFleet(MinerKeys keys) {
        return new SendOrder(keys, null, keys::owned);
    }

    /**
     * Goes to before the first stretch of some miners.
     *
     * @param from position of the first of them among those of the shard
     * @param end position behind the last
     */
    void begin(int from, int end) {
        if (partitions == null) {
            next[0] = from;
            ends[0] = end;
        } else {
            for (int i = 0; i < partitions.length; i++) {
                next[i] = keys.slot(partitions[i], from);
                ends[i] = keys.slot(partitions[i], end);
            }
        }
        current = -1;
    }

    /** Goes to the next stretch; false when there is none. */
    boolean advance() {
        for (int tried = 0; tried < next.length; tried++) {
            current = current + 1 == next.length ? 0 : current + 1;
            if (next[current] < ends[current]) {
                start = next[current];
                size = Math.min(STRETCH, ends[current] - start);
                next[current] += size;
                return true;
            }
        }
        return false;
    }

    /** Number of miners of the stretch, at least 1. */
    int size() {
        return size;
    }

    /**
     * Index in the fleet of a miner of the stretch.
     *
     * @param i 0 to {@link #size()} - 1
     */
    int miner(int i) {
        return miners.applyAsInt(start + i);
    }
}
