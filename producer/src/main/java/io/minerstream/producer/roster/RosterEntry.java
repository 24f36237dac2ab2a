package io.minerstream.producer.roster;

import io.minerstream.avro.HostingMiner;
import java.time.Instant;

/**
 * An entry of the roster topic.
 *
 * @param validFrom its timestamp: the time from which it counts, inclusive
 * @param miner what it says of the miner
 */
public record RosterEntry(Instant validFrom, HostingMiner miner) {}
