package io.minerstream.validator.topology;

import io.minerstream.avro.HostingMiner;
import java.time.Instant;

/** A record of the roster's topic, and the time from which it is valid. */
record RosterRecord(HostingMiner miner, Instant validFrom) {

    static RosterRecord of(HostingMiner miner) {
        return new RosterRecord(miner, Scenario.MIDNIGHT);
    }
}
