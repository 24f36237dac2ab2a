package io.minerstream.validator.topology;

import io.minerstream.avro.WindowVerdict;

/**
 * The verdict over one window in one partition, to be merged with those of the other partitions.
 *
 * @param partition partition that was judged
 * @param partitions partitions of the telemetry topic: the number of partial verdicts to merge
 * @param runSeenMs wall-clock time, in ms since the epoch, at which the run was first seen: tells which of two runs over the
 *     same window is the later one
 * @param verdict the verdict over the partition
 */
record PartialVerdict(int partition, int partitions, long runSeenMs, WindowVerdict verdict) {}
