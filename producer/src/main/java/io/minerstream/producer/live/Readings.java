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
public record Readings(String name, Instant from, Instant until) {

    static Readings of(SimulationRun run) {
        return new Readings("run " + run.getRunId(), run.getFrom(), RunHistory.committedUntil(run));
    }

    boolean cover(Instant time) {
        return !time.isBefore(from) && time.isBefore(until);
    }
}
