package io.minerstream.pipeline.run;

import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.run.RunSpec;

/**
 * A run to take through the pipeline.
 *
 * @param fleet the miners of the run's site
 * @param spec what is generated
 * @param follow whether to wait for verdict and rows where the validator, Connect and the warehouse are known, and to check them;
 *     false ends with the commit
 */
public record RunRequest(Fleet fleet, RunSpec spec, boolean follow) {}
