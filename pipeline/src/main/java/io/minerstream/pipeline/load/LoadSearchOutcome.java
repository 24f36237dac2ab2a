package io.minerstream.pipeline.load;

import io.minerstream.pipeline.load.lag.LoadSample;
import io.minerstream.pipeline.load.search.MaxRate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A search for the highest rate that has ended.
 *
 * @param groups that were watched
 * @param topic that was written
 * @param started when the search began
 * @param elapsed how long it took
 * @param complete whether it went to its end; otherwise a signal or a failure ended it
 * @param max what was found
 * @param spike twice that rate; empty when none was asked for, or no rate was found
 * @param timeline all loads
 */
public record LoadSearchOutcome(
        List<String> groups,
        String topic,
        Instant started,
        Duration elapsed,
        boolean complete,
        MaxRate max,
        Optional<Spike> spike,
        Timeline timeline) {

    /**
     * What was seen during all loads.
     *
     * @param begins when each load began, since the start of the search: those of the probes in their order, then the spike's
     * @param samples at times since the start of the search, counts of all loads until then; the first of each load has no groups
     */
    public record Timeline(List<Duration> begins, List<LoadSample> samples) {

        public Timeline {
            begins = List.copyOf(begins);
            samples = List.copyOf(samples);
        }
    }

    /**
     * A load of twice the rate, and none after it.
     *
     * @param ratePerSecond readings per second
     * @param length of it
     * @param maxLag the greatest lag of a group, without the saw-tooth of commits
     * @param drain time after it until all groups had committed everything; empty when they had not
     */
    public record Spike(double ratePerSecond, Duration length, Duration maxLag, Optional<Duration> drain) {}

    public LoadSearchOutcome {
        groups = List.copyOf(groups);
    }

    /** Whether a rate was found and confirmed. */
    public boolean passed() {
        return complete && max.confirmed();
    }
}
