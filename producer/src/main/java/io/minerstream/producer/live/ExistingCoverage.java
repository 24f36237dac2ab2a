package io.minerstream.producer.live;

import io.minerstream.avro.SimulationRun;
import io.minerstream.producer.run.RunHistory;
import java.time.Instant;

/**
 * Readings of the site that exist already.
 *
 * @param name where they are, for people
 * @param from time of the first, inclusive
 * @param until end, exclusive, after {@code from}
 */
public record ExistingCoverage(String name, Instant from, Instant until) {

    static ExistingCoverage of(SimulationRun run) {
        return new ExistingCoverage("run " + run.getRunId(), run.getFrom(), RunHistory.committedUntil(run));
    }

    boolean cover(Instant time) {
        return !time.isBefore(from) && time.isBefore(until);
    }
}
