package io.minerstream.cli.report;

import io.minerstream.pipeline.load.LoadSearchOutcome;
import io.minerstream.pipeline.load.search.Bottleneck;
import io.minerstream.pipeline.load.search.ProbeVerdict;
import io.minerstream.pipeline.load.search.RateProbe;
import io.minerstream.pipeline.load.search.RateSearch;
import io.minerstream.pipeline.load.search.Slope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A search for the highest rate as JSON, in the form of {@code load-test.schema.json}. Rates are in readings per second, growth is
 * that of the lag in seconds per second, times are since the start of the search.
 *
 * @param version of the form
 * @param confirmed whether the rate was sustained at length
 */
public record LoadSearchDocument(
        LoadTestDocument.Type type,
        int version,
        boolean passed,
        boolean complete,
        List<String> groups,
        String topic,
        Instant started,
        Duration seconds,
        Map<String, String> settings,
        LoadTestSetup.Versions versions,
        double maxRate,
        boolean confirmed,
        Optional<Bottleneck> bottleneck,
        Optional<Spike> spike,
        List<Tried> probes,
        List<LoadTestDocument.Sample> samples) {

    /** @param drainSeconds null when not everything was committed in time */
    record Spike(double rate, Duration seconds, Duration maxLagSeconds, Duration drainSeconds) {}

    record Tried(
            Duration beginSeconds,
            double rate,
            RateSearch.Kind kind,
            ProbeVerdict verdict,
            Duration seconds,
            Optional<Slope> growth,
            Optional<Bottleneck> bottleneck) {}

    public static LoadSearchDocument of(LoadSearchOutcome outcome, LoadTestSetup setup) {
        return new LoadSearchDocument(
                LoadTestDocument.Type.LOAD_SEARCH,
                LoadTestDocument.VERSION,
                outcome.passed(),
                outcome.complete(),
                outcome.groups(),
                outcome.topic(),
                outcome.started(),
                outcome.elapsed(),
                setup.settings(),
                setup.versions(),
                outcome.max().ratePerSecond(),
                outcome.max().confirmed(),
                outcome.max().bottleneck(),
                outcome.spike()
                        .map(spike -> new Spike(
                                spike.ratePerSecond(),
                                spike.length(),
                                spike.maxLag(),
                                spike.drain().orElse(null))),
                tried(outcome),
                outcome.timeline().samples().stream()
                        .map(LoadTestDocument::sample)
                        .toList());
    }

    private static List<Tried> tried(LoadSearchOutcome outcome) {
        List<RateProbe> probes = outcome.max().probes();
        return IntStream.range(0, probes.size())
                .mapToObj(i -> new Tried(
                        outcome.timeline().begins().get(i),
                        probes.get(i).step().ratePerSecond(),
                        probes.get(i).step().kind(),
                        probes.get(i).verdict(),
                        probes.get(i).length(),
                        probes.get(i).growth(),
                        probes.get(i).bottleneck()))
                .toList();
    }
}
