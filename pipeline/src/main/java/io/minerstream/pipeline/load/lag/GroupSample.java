package io.minerstream.pipeline.load.lag;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A group at one moment.
 *
 * @param group its id
 * @param state as Kafka names it, for example {@code Stable}
 * @param members number of its members
 * @param rebalanced whether members or their partitions changed since the sample before, or change now
 * @param partitions of the topic, ascending
 */
public record GroupSample(String group, String state, int members, boolean rebalanced, List<PartitionLag> partitions) {

    public GroupSample {
        partitions = List.copyOf(partitions);
    }

    /** Readings that are not committed, in all partitions. */
    public long readings() {
        return partitions.stream().mapToLong(PartitionLag::readings).sum();
    }

    /** This and a later one: the state after both, the greater lag of each partition. */
    GroupSample and(GroupSample later) {
        return new GroupSample(
                group,
                later.state,
                Math.min(members, later.members),
                rebalanced || later.rebalanced,
                IntStream.range(0, partitions.size())
                        .mapToObj(i -> partitions.get(i).and(later.partitions.get(i)))
                        .toList());
    }

    /** The greatest age of a partition. */
    public Duration age() {
        return partitions.stream()
                .map(PartitionLag::age)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }
}
