package io.minerstream.validator.rule;

import io.minerstream.avro.Rule;
import io.minerstream.schemas.run.Interval;
import java.time.Instant;
import java.util.List;

/** Breaches of the rules on the arrival of records. The caller decides, by its state, whether a rule is broken. */
public final class ArrivalRules {

    private ArrivalRules() {}

    public static Breach duplicate(ReceivedReading reading) {
        return of(
                Rule.DUPLICATE,
                reading,
                "miner %s: must have one record at %s, got another".formatted(reading.minerId(), reading.recordedAt()));
    }

    public static Breach offCadence(ReceivedReading reading) {
        return of(
                Rule.OFF_CADENCE,
                reading,
                "miner %s: recorded_at must be a %s, got %s"
                        .formatted(reading.minerId(), reading.interval().wholeText(), reading.recordedAt()));
    }

    /**
     * Records that turned out to be off the cadence when it became known.
     *
     * @param times of the records, ascending, at least one
     */
    static Breach offCadence(int minerId, Interval cadence, List<Instant> times) {
        return Breach.of(
                Rule.OFF_CADENCE,
                minerId,
                times,
                "miner %s: recorded_at must be a %s, got %s that are not, first %s"
                        .formatted(minerId, cadence.wholeText(), times.size(), times.get(0)));
    }

    /**
     * A record that came after the verdict over its window.
     *
     * @param window the judged window; null when the whole run is judged and no window of it covers the reading
     */
    public static Breach late(ReceivedReading reading, TimeWindow window) {
        return of(
                Rule.LATE,
                reading,
                "miner %s: record of %s must come before %s is judged, came after"
                        .formatted(
                                reading.minerId(),
                                reading.recordedAt(),
                                window == null ? "its run" : "its window " + window));
    }

    /**
     * A miner that is not in the roster.
     *
     * @param timePoints times of the miner's readings, ascending, at least one
     */
    public static Breach unknownMiner(int minerId, List<Instant> timePoints) {
        String times = timePoints.size() == 1
                ? "one at " + timePoints.get(0)
                : "%s from %s to %s"
                        .formatted(timePoints.size(), timePoints.get(0), timePoints.get(timePoints.size() - 1));
        return Breach.of(
                Rule.UNKNOWN_MINER,
                minerId,
                timePoints,
                "miner %s: must be in the roster to send records, got %s".formatted(minerId, times));
    }

    /**
     * A miner of another site, or one that was removed.
     *
     * @param siteId site of the judged run
     * @param timePoints time points of the miner's readings, ascending
     */
    public static Breach notOfSite(int minerId, int siteId, List<Instant> timePoints) {
        return Breach.of(
                Rule.UNKNOWN_MINER,
                minerId,
                timePoints,
                "miner %s: must be in the roster of site %s to send records of its run, is not"
                        .formatted(minerId, siteId));
    }

    private static Breach of(Rule rule, ReceivedReading reading, String message) {
        return Breach.of(rule, reading.minerId(), List.of(reading.recordedAt()), message);
    }
}
