package io.minerstream.pipeline.load;

import java.util.List;

/**
 * What load tests have left in a topic.
 *
 * @param topic that holds it
 * @param deleted whether it was deleted
 * @param partitions of the topic, ascending
 * @param findings a sentence for each thing that stands in the way of deleting it
 */
public record LoadRemains(String topic, boolean deleted, List<Partition> partitions, List<String> findings) {

    /**
     * A partition.
     *
     * @param partition its number
     * @param readings of load tests
     * @param others records of others that lie before the last of these readings
     * @param end offset behind that reading; 0 without one
     */
    public record Partition(int partition, long readings, long others, long end) {}

    public LoadRemains {
        partitions = List.copyOf(partitions);
        findings = List.copyOf(findings);
    }

    /** Readings of load tests, in all partitions. */
    public long readings() {
        return partitions.stream().mapToLong(Partition::readings).sum();
    }
}
