package io.minerstream.producer.roster;

import io.minerstream.avro.HostingMiner;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.MinerIndex;
import java.time.Instant;
import java.util.BitSet;
import java.util.Optional;

/**
 * The difference between a fleet, from a time on, and what the roster topic says of its site. Takes the memory of {@link
 * RosterTimelines}, and at most 24 bytes for each miner to remove. Not thread-safe.
 */
final class RosterDiff {

    /** Stands in {@link #gone} for a miner that is in the topic. */
    private static final int PRESENT = 1;

    private final Fleet fleet;
    private final RosterTimelines timelines;
    private final BitSet taken = new BitSet();
    private final MinerIndex gone = new MinerIndex();
    private int siteOfTaken;

    RosterDiff(Fleet fleet, Instant validFrom) {
        this.fleet = fleet;
        this.timelines = RosterTimelines.from(fleet, validFrom);
    }

    void read(RosterRecord record) {
        HostingMiner miner = record.miner();
        boolean ofSite = miner != null && miner.getSiteId() == fleet.siteId();
        int index = fleet.indexOf(record.minerId());
        if (index < 0) {
            gone.put(record.minerId(), ofSite ? PRESENT : MinerIndex.ABSENT);
            return;
        }
        taken.set(index, miner != null && !ofSite);
        if (taken.get(index)) {
            siteOfTaken = miner.getSiteId();
        }
        timelines.read(record);
    }

    /** Why the fleet cannot be published: some of its miners are another site's. */
    Optional<String> finding(String topic) {
        if (taken.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                ("topic %s: miners must be new or of site_id=%d already, got %d that are of other sites; first: miner %d (one of"
                                + " them is of site_id=%d); use other ids, or publish those sites without them first")
                        .formatted(
                                topic,
                                fleet.siteId(),
                                taken.cardinality(),
                                fleet.minerId(taken.nextSetBit(0)),
                                siteOfTaken));
    }

    /** What must be written of the miners of the fleet. */
    RosterTimelines timelines() {
        return timelines;
    }

    /** Miners of the site that are not in the fleet, in ascending order. */
    int[] gone() {
        return gone.minerIds();
    }
}
