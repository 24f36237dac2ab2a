package io.minerstream.pipeline.load.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

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

    /** A probe that was voided is repeated so often. */
    private static final int REPETITIONS = 3;

    public MaxRate {
        probes = List.copyOf(probes);
    }

    /**
     * Searches it.
     *
     * @param first rate to begin with, readings per second, more than 0
     * @param prober tries a rate; empty when the search is to end
     */
    public static MaxRate search(double first, Function<RateSearch.Step, Optional<RateProbe>> prober) {
        RateSearch search = new RateSearch(first);
        List<RateProbe> probes = new ArrayList<>();
        Optional<Bottleneck> bottleneck = Optional.empty();
        int voided = 0;
        for (Optional<RateSearch.Step> step = search.next(); step.isPresent(); step = search.next()) {
            Optional<RateProbe> probe = prober.apply(step.get());
            if (probe.isEmpty()) {
                return new MaxRate(search.highest(), false, bottleneck, probes);
            }
            probes.add(probe.get());
            switch (probe.get().verdict()) {
                case SUSTAINED -> search.sustained(step.get());
                case TOO_MUCH -> {
                    search.tooMuch(step.get());
                    bottleneck = probe.get().bottleneck();
                }
                case VOID -> voided++;
                case LOAD_LIMITED -> {
                    return new MaxRate(search.highest(), false, probe.get().bottleneck(), probes);
                }
            }
            voided = probe.get().verdict() == ProbeVerdict.VOID ? voided : 0;
            if (voided > REPETITIONS) {
                return new MaxRate(search.highest(), false, bottleneck, probes);
            }
        }
        return new MaxRate(search.highest(), search.highest() > 0, bottleneck, probes);
    }
}
