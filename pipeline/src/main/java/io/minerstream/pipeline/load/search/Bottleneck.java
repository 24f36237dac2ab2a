package io.minerstream.pipeline.load.search;

import io.minerstream.pipeline.load.lag.GroupSample;
import io.minerstream.pipeline.load.lag.PartitionLag;
import io.minerstream.pipeline.load.verdict.LoadLimit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What keeps a rate from being higher.
 *
 * @param kind what it is
 * @param group the group; empty for brokers and generator
 * @param partition the partition that is behind while others are not
 */
public record Bottleneck(Kind kind, Optional<String> group, Optional<Integer> partition) {

    /** What it is. */
    public enum Kind {
        /** The members of a group, in most partitions. */
        GROUP,
        /** One partition of a group. */
        PARTITION,
        /** The brokers: they take readings too slowly. */
        BROKERS,
        /** This process: it is too slow, which says nothing about a group. */
        GENERATOR
    }

    /** A partition is behind when its lag is at least this share of the greatest one. */
    private static final int BEHIND = 3;

    /** What limits a load that was not what was asked for. */
    public static Bottleneck ofLoad(LoadLimit limit) {
        return new Bottleneck(
                limit == LoadLimit.BROKERS ? Kind.BROKERS : Kind.GENERATOR, Optional.empty(), Optional.empty());
    }

    /** The bottleneck of a group that does not keep up. */
    public static Bottleneck ofGroup(GroupSample sample) {
        Duration behind = sample.age().dividedBy(BEHIND);
        List<PartitionLag> slow = sample.partitions().stream()
                .filter(partition -> partition.age().compareTo(behind) >= 0)
                .toList();
        boolean isOne = slow.size() == 1 && sample.partitions().size() > 1;
        return new Bottleneck(
                isOne ? Kind.PARTITION : Kind.GROUP,
                Optional.of(sample.group()),
                isOne ? Optional.of(slow.get(0).partition()) : Optional.empty());
    }
}
