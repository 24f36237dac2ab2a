package io.minerstream.pipeline.load.lag;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * How far a group is behind the load in one partition.
 *
 * @param partition its number
 * @param committed offset that the group has committed; empty when it has none
 * @param readings readings of the load that it can read and has not committed
 * @param age how long the first of them can be read already; zero without one
 */
public record PartitionLag(int partition, OptionalLong committed, long readings, Duration age) {

    /** This and a later one: what was committed after both, the greater lag. */
    PartitionLag and(PartitionLag later) {
        return new PartitionLag(
                partition, later.committed, Math.max(readings, later.readings), Percentiles.longer(age, later.age));
    }
}
