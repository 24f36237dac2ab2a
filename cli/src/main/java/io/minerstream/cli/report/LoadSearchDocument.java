package io.minerstream.cli.report;

import io.minerstream.pipeline.load.LoadSearchOutcome;
import io.minerstream.pipeline.load.search.Bottleneck;
import io.minerstream.pipeline.load.search.ProbeVerdict;
import io.minerstream.pipeline.load.search.RateSearch;
import io.minerstream.pipeline.load.search.Slope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A search for the highest rate as JSON. Rates are in readings per second, growth is that of the lag in seconds per second.
 *
 * @param confirmed whether the rate was sustained at length
 */
public record LoadSearchDocument(
        boolean passed,
        boolean complete,
        List<String> groups,
        String topic,
        Instant started,
        Duration seconds,
        double maxRate,
        boolean confirmed,
        Optional<Bottleneck> bottleneck,
        Optional<Spike> spike,
        List<Tried> probes) {

    /** @param drainSeconds null when not everything was committed in time */
    record Spike(double rate, Duration seconds, Duration maxLagSeconds, Duration drainSeconds) {}

    record Tried(
            double rate,
            RateSearch.Kind kind,
            ProbeVerdict verdict,
            Duration seconds,
            Optional<Slope> growth,
            Optional<Bottleneck> bottleneck) {}

    public static LoadSearchDocument of(LoadSearchOutcome outcome) {
        return new LoadSearchDocument(
                outcome.passed(),
                outcome.complete(),
                outcome.groups(),
                outcome.topic(),
                outcome.started(),
                outcome.elapsed(),
                outcome.max().ratePerSecond(),
                outcome.max().confirmed(),
                outcome.max().bottleneck(),
                outcome.spike()
                        .map(spike -> new Spike(
                                spike.ratePerSecond(),
                                spike.length(),
                                spike.maxLag(),
                                spike.drain().orElse(null))),
                outcome.max().probes().stream()
                        .map(probe -> new Tried(
                                probe.step().ratePerSecond(),
                                probe.step().kind(),
                                probe.verdict(),
                                probe.length(),
                                probe.growth(),
                                probe.bottleneck()))
                        .toList());
    }
}
