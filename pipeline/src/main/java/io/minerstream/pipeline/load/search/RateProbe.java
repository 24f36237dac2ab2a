package io.minerstream.pipeline.load.search;

import java.time.Duration;
import java.util.Optional;

/**
 * A rate that was tried.
 *
 * @param step the rate, and what for
 * @param verdict what it has shown
 * @param length of the load
 * @param growth of the greatest lag, in seconds per second; empty when there were too few looks
 * @param bottleneck what is behind; empty when the rate is sustained, or nothing was shown
 */
public record RateProbe(
        RateSearch.Step step,
        ProbeVerdict verdict,
        Duration length,
        Optional<Slope> growth,
        Optional<Bottleneck> bottleneck) {}
