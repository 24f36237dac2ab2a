package io.minerstream.producer.publish;

import io.minerstream.producer.record.MinerKeys;
import io.minerstream.producer.record.TimePointReadings;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Readings of consecutive time points that several threads send: a thread takes a partition, sends a segment of it, and gives it
 * back for another. One thread at a time has a partition, so that its records keep their order, and none waits for others before the
 * end. Thread-safe; what is taken belongs to the thread that took it.
 *
 * <p>In the fleet's order each record goes to another partition than the last, and what Kafka's client keeps of the records of
 * a batch lies far apart in memory, between that of the other partitions: completing a batch took it three times as long.
 */
final class SendQueue {

    /**
     * Readings of a partition that are sent one after another: a dozen batches or so. When a batch is full, Kafka's client sends what
     * it has of the other partitions with it, and with segments of a batch each, most batches were half empty.
     */
    static final int SEGMENT = 32_768;

    /** Towards the end segments get shorter, down to a batch or so: the threads without one wait for those that have one. */
    static final int LAST_SEGMENT = 2_048;

    /**
     * Readings of some miners at one time point.
     *
     * @param firstMiner position of the first miner among those of the shard
     * @param endMiner exclusive
     */
    record Slice(TimePointReadings readings, int firstMiner, int endMiner) {}

    private final MinerKeys keys;
    private final List<Slice> slices;
    private final List<PartitionCursor> cursors;

    /** @param slices at least one, in the order of time */
    SendQueue(MinerKeys keys, List<Slice> slices) {
        this.keys = keys;
        this.slices = slices;
        this.cursors = IntStream.range(0, keys.partitionCount())
                .filter(keys::owns)
                .mapToObj(PartitionCursor::new)
                .toList();
    }

    /** A segment of a partition that no other thread has, the one with the most left; null when there is none any more. */
    synchronized PartitionCursor take() {
        PartitionCursor next = cursors.stream()
                .filter(cursor -> !cursor.isTaken && cursor.left > 0)
                .max(Comparator.comparingLong(cursor -> cursor.left))
                .orElse(null);
        if (next != null) {
            next.isTaken = true;
            next.segmentLeft = (int) Math.max(LAST_SEGMENT, Math.min(SEGMENT, next.left / 2));
        }
        return next;
    }

    /** Gives a partition back, after its segment. */
    synchronized void giveBack(PartitionCursor cursor) {
        cursor.isTaken = false;
    }

    /** One partition, and what is left of it. Used by the thread that has taken it. */
    final class PartitionCursor {

        private final int partition;
        private boolean isTaken;
        private long left;
        private int segmentLeft;
        private int slice;
        // Slots of the slice that are left.
        private int next;
        private int end;
        // Slots at hand.
        private int from;
        private int to;

        private PartitionCursor(int partition) {
            this.partition = partition;
            for (Slice each : slices) {
                left += keys.slot(partition, each.endMiner) - keys.slot(partition, each.firstMiner);
            }
            begin(0);
        }

        private void begin(int slice) {
            this.slice = slice;
            next = keys.slot(partition, slices.get(slice).firstMiner);
            end = keys.slot(partition, slices.get(slice).endMiner);
        }

        /** Goes to the next readings of the segment, all of one time point; false when there are none. */
        boolean advance() {
            if (segmentLeft == 0 || left == 0) {
                return false;
            }
            while (next == end) {
                begin(slice + 1);
            }
            from = next;
            to = Math.min(end, from + segmentLeft);
            next = to;
            left -= size();
            segmentLeft -= size();
            return true;
        }

        TimePointReadings readings() {
            return slices.get(slice).readings;
        }

        /** Number of readings at hand, at least 1. */
        int size() {
            return to - from;
        }

        /**
         * Index in the fleet of the miner of a reading at hand.
         *
         * @param i 0 to {@link #size()} - 1
         */
        int miner(int i) {
            return keys.ownedByPartition(from + i);
        }
    }
}
