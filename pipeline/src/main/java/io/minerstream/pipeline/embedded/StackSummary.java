package io.minerstream.pipeline.embedded;

import io.minerstream.stack.StackEndpoints;
import java.time.Duration;

/**
 * The embedded stack of a run.
 *
 * @param endpoints its addresses
 * @param startup how long it took until all of it answered
 */
public record StackSummary(StackEndpoints endpoints, Duration startup) {}
