package io.minerstream.pipeline.replay;

import io.minerstream.pipeline.sink.SinkLag;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which offsets a connector reads again.
 *
 * @param connector its name
 * @param topic which it reads
 * @param partitions those of the topic
 * @param findings what forbids the replay; empty when nothing does
 */
public record ReplayPlan(
        String connector, String topic, ReplayTarget target, List<Partition> partitions, List<String> findings) {

    /**
     * A partition.
     *
     * @param beginning the first offset that the topic still has
     * @param committed the offset at which the connector would resume; null when it has committed nothing
     * @param start the offset at which it begins again, never behind {@code committed}
     * @param end the offset behind the last record that it may read, as of now
     */
    public record Partition(int partition, long beginning, Long committed, long start, long end) {

        /**
         * A partition of the plan. It begins at the first record of the range, but never skips what the connector has not read.
         *
         * @param first offset of the first record at or after the begin of the range; null when there is none
         */
        static Partition of(SinkLag.Partition lag, long beginning, Long first) {
            Long committed = lag.committed();
            long unread = committed == null ? beginning : committed;
            long start = Math.max(beginning, first == null ? unread : Math.min(unread, first));
            return new Partition(lag.partition(), beginning, committed, start, lag.end());
        }

        /** What a connector has not read up to an end; it resumes where it would. */
        static Partition unread(SinkLag.Partition lag, long end) {
            long next = lag.end() - lag.behind();
            return new Partition(lag.partition(), next, lag.committed(), next, end);
        }

        /** Offsets to read, at least 0, markers of transactions among them. */
        public long offsets() {
            return Math.max(0, end - start);
        }

        private boolean isMoved() {
            return committed == null || start != committed;
        }
    }

    public ReplayPlan {
        partitions = List.copyOf(partitions);
        findings = List.copyOf(findings);
    }

    /** Offsets to read over all partitions, at least 0. */
    public long offsets() {
        return partitions.stream().mapToLong(Partition::offsets).sum();
    }

    /** Whether retention has deleted records of the topic, and the range may have been among them. */
    public boolean mayLackRecords() {
        return partitions.stream()
                .anyMatch(partition -> partition.beginning > 0 && partition.start == partition.beginning);
    }

    /** The offsets to set, by partition; without those that stay. */
    Map<Integer, Long> moved() {
        Map<Integer, Long> moved = new HashMap<>();
        partitions.stream()
                .filter(Partition::isMoved)
                .forEach(partition -> moved.put(partition.partition, partition.start));
        return moved;
    }

    /** Offsets that are left to the ends of the plan; what came later does not count. */
    long left(SinkLag now) {
        Map<Integer, Long> next = new HashMap<>();
        now.partitions().forEach(partition -> next.put(partition.partition(), partition.end() - partition.behind()));
        return partitions.stream()
                .mapToLong(partition ->
                        Math.max(0, partition.end - next.getOrDefault(partition.partition, partition.start)))
                .sum();
    }
}
