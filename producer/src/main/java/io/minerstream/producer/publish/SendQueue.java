package io.minerstream.producer.publish;

import io.minerstream.producer.record.MinerKeys;
import io.minerstream.producer.record.TimePointReadings;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Readings of consecutive time points that several threads send: a thread takes a partition, sends a segment of it, and gives it back. One
 * thread at a time has a partition, so that its records keep their order, and none waits before the end. Thread-safe; a partition cursor
 * belongs to the thread that took it.
 *
 * <p>In the fleet's order, consecutive records belong to different partitions, and what Kafka's client keeps of a batch is scattered in
 * memory: completing a batch took three times as long.
 */
final class SendQueue {

    /**
     * Readings of a partition that are sent one after another: about a dozen batches. When a batch is full, Kafka's client also sends what it
     * has of other partitions. With segments of one batch, most batches were half empty.
     */
    static final int SEGMENT = 32_768;

    /** Segments get shorter towards the end, down to about a batch: threads without a segment wait for the others. */
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

    /** The free partition with the most readings left, with a new segment; null when none is left. */
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
        // Slots of the current segment.
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

        /** Advances to the next readings of the segment, all of one time point; false when there are none. */
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

        /** Number of current readings, at least 1. */
        int size() {
            return to - from;
        }

        /**
         * Index in the fleet of the miner of a current reading.
         *
         * @param i 0 to {@link #size()} - 1
         */
        int miner(int i) {
            return keys.ownedByPartition(from + i);
        }
    }
}
