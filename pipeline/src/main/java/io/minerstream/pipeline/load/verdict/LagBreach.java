package io.minerstream.pipeline.load.verdict;

import java.time.Duration;

/**
 * A limit that a group has broken.
 *
 * @param limit which one
 * @param first first look at which it was broken, since the start
 * @param broken time for which it was broken
 * @param worstAt look at which it was broken most, since the start
 * @param worstPartition the partition that was furthest behind then
 * @param worstLag lag of that partition then, without the saw-tooth of commits
 * @param worstReadings readings behind in all partitions then, without that saw-tooth
 */
public record LagBreach(
        Limit limit,
        Duration first,
        Duration broken,
        Duration worstAt,
        int worstPartition,
        Duration worstLag,
        long worstReadings) {

    /** What is limited. */
    public enum Limit {
        /** {@link LagLimits#maxLag}. */
        LAG,
        /** {@link LagLimits#maxReadings}. */
        READINGS
    }
}
