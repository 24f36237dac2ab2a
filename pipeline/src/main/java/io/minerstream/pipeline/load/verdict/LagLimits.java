package io.minerstream.pipeline.load.verdict;

import java.time.Duration;
import java.util.Optional;

/**
 * What a group must keep.
 *
 * @param maxLag longest time for which a reading may be readable and not committed, beyond the time between two commits
 * @param maxReadings most readings in all partitions that may be readable and not committed, other than those between two commits
 */
public record LagLimits(Optional<Duration> maxLag, Optional<Long> maxReadings) {}
