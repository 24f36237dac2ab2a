package io.minerstream.pipeline.load.verdict;

import io.minerstream.pipeline.load.lag.LoadMeter;
import io.minerstream.pipeline.load.lag.Percentiles;
import java.time.Duration;
import java.util.Optional;

/** Why a load was not what was asked for, so that it says nothing about the groups. */
public enum LoadLimit {
    /** The brokers took readings too slowly: the buffer of Kafka's client was full. */
    BROKERS,
    /** This process was too slow. */
    GENERATOR,
    /** Other shards did not send all that was due. */
    SHARDS;

    /** A load is as asked for while at least 99 of 100 readings are sent within this of their intended times. */
    public static final Duration LATE = Duration.ofSeconds(1);

    /**
     * What limited a load, if anything did.
     *
     * @param sendLateness of its readings
     * @param elapsed since its start
     */
    public static Optional<LoadLimit> of(LoadMeter.Snapshot load, Percentiles sendLateness, Duration elapsed) {
        if (sendLateness.p99().compareTo(LATE) <= 0) {
            return Optional.empty();
        }
        // A sender without a limit of its own spends next to no time in the client.
        return Optional.of(load.blocked().compareTo(elapsed.dividedBy(4)) > 0 ? BROKERS : GENERATOR);
    }
}
