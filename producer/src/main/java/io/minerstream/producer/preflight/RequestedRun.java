package io.minerstream.producer.preflight;

import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.run.RunSpec;

/**
 * A run that somebody asks for.
 *
 * @param fleet the miners of the run's site
 * @param partitionsIfMissing partitions of a telemetry topic that is yet to be created, at least 1
 */
public record RequestedRun(Fleet fleet, RunSpec spec, int partitionsIfMissing) {}
