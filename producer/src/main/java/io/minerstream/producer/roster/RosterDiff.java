package io.minerstream.producer.roster;

import io.minerstream.avro.HostingMiner;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.MinerIndex;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is to be written so that the roster topic says of a site what a fleet says, from a time on and with what its schedule has
 * later: the memory of {@link RosterTimelines}, and at most 24 bytes for each miner that goes. Fed with the topic's entries in the
 * order of each partition. Not thread-safe.
 */
final class RosterDiff {

    private static final Logger LOG = LoggerFactory.getLogger(RosterDiff.class);

    /** Stands in {@link #gone} for a miner that is in the topic. */
    private static final int PRESENT = 1;

    private final Fleet fleet;
    private final Deserializer<HostingMiner> deserializer;
    private final int partitionCount;
    private final RosterTimelines timelines;
    private final BitSet taken = new BitSet();
    private final MinerIndex gone = new MinerIndex();
    private int siteOfTaken;

    RosterDiff(Fleet fleet, Deserializer<HostingMiner> deserializer, int partitionCount, Instant validFrom) {
        this.fleet = fleet;
        this.deserializer = deserializer;
        this.partitionCount = partitionCount;
        this.timelines = RosterTimelines.from(fleet, validFrom);
    }

    void read(ConsumerRecord<byte[], byte[]> entry) {
        int minerId = RosterKey.minerOf(entry, partitionCount);
        if (minerId == RosterKey.NONE) {
            return;
        }
        HostingMiner miner = decode(entry);
        boolean ofSite = miner != null && miner.getSiteId() == fleet.siteId();
        int index = fleet.indexOf(minerId);
        if (index < 0) {
            gone.put(minerId, ofSite ? PRESENT : MinerIndex.ABSENT);
            return;
        }
        taken.set(index, miner != null && !ofSite);
        if (taken.get(index)) {
            siteOfTaken = miner.getSiteId();
        }
        if (entry.value() == null) {
            timelines.remove(index);
        } else {
            timelines.put(index, entry.timestamp(), miner);
        }
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

    /** Whether entries of the miner must be written. */
    boolean isOutdated(int index) {
        return !timelines.isUpToDate(index);
    }

    /** What must be written of a miner that is outdated, in this order. */
    List<RosterEntry> entries(int index) {
        return timelines.entries(index);
    }

    int unchanged() {
        return timelines.countUpToDate();
    }

    /** Miners of the site that are not in the fleet, in ascending order. */
    int[] gone() {
        return gone.minerIds();
    }

    /** The entry; null for a tombstone, and for what nobody can read: it is replaced, or else left alone. */
    private HostingMiner decode(ConsumerRecord<byte[], byte[]> entry) {
        if (entry.value() == null) {
            return null;
        }
        try {
            return deserializer.deserialize(entry.topic(), entry.value());
        } catch (SerializationException e) {
            LOG.atWarn()
                    .addKeyValue("topic", entry.topic())
                    .addKeyValue("partition", entry.partition())
                    .addKeyValue("offset", entry.offset())
                    .addKeyValue("reason", e.getMessage())
                    .log("a roster entry cannot be read");
            return null;
        }
    }
}
