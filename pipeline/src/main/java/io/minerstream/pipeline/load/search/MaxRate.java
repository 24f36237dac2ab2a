package io.minerstream.pipeline.load.search;

import java.util.List;
import java.util.Optional;

/**
 * The highest rate that groups sustain.
 *
 * @param ratePerSecond readings per second; 0 when no rate was sustained
 * @param confirmed whether it was sustained at length. Otherwise the search ended early, and the groups may bear more
 * @param bottleneck what keeps it from being higher; empty when that was not found out
 * @param probes all that was tried, in order
 */
public record MaxRate(
        double ratePerSecond, boolean confirmed, Optional<Bottleneck> bottleneck, List<RateProbe> probes) {

    public MaxRate {
        probes = List.copyOf(probes);
    }
}
