package io.minerstream.producer.roster;

import io.minerstream.avro.HostingMiner;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.FleetChanges;
import io.minerstream.producer.fleet.FleetSourceException;
import io.minerstream.producer.fleet.MinerIndex;
import io.minerstream.producer.fleet.MinerModel;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/** Fleets from the entries of the roster topic, fed in the order of each partition. Not thread-safe. */
final class RosterReading {

    /** A topic with that many is none of ours. */
    private static final int MOST_UNREADABLE = 1_000;

    private final Deserializer<HostingMiner> deserializer;
    private final int partitionCount;
    private final IntPredicate wantedSites;
    private final MinerIndex sites = new MinerIndex();
    private final Map<Integer, FleetChanges> changes = new HashMap<>();
    private final Map<Integer, FleetSourceException> unreadable = new TreeMap<>();

    RosterReading(Deserializer<HostingMiner> deserializer, int partitionCount, IntPredicate wantedSites) {
        this.deserializer = deserializer;
        this.partitionCount = partitionCount;
        this.wantedSites = wantedSites;
    }

    void read(ConsumerRecord<byte[], byte[]> entry) {
        int minerId = RosterKey.minerOf(entry, partitionCount);
        if (minerId == RosterKey.NONE) {
            return;
        }
        unreadable.remove(minerId);
        HostingMiner miner = null;
        try {
            miner = entry.value() == null ? null : deserializer.deserialize(entry.topic(), entry.value());
        } catch (SerializationException e) {
            noteUnreadable(minerId, entry, e);
        }
        int siteId = miner != null && wantedSites.test(miner.getSiteId()) ? miner.getSiteId() : MinerIndex.ABSENT;
        int before = sites.put(minerId, siteId);
        if (before != MinerIndex.ABSENT && before != siteId) {
            changes.get(before).remove(minerId);
        }
        if (siteId != MinerIndex.ABSENT) {
            changes.computeIfAbsent(siteId, FleetChanges::new)
                    .put(
                            minerId,
                            Instant.ofEpochMilli(entry.timestamp()),
                            miner.getSerialNumber(),
                            model(miner),
                            orNaN(miner.getActualHashrate()),
                            orNaN(miner.getActualPower()),
                            miner.getStatus());
        }
    }

    /** The wanted fleets by site, without sites that have no miners any more. */
    SortedMap<Integer, Fleet> fleets() {
        if (!unreadable.isEmpty()) {
            throw unreadable.values().iterator().next();
        }
        SortedMap<Integer, Fleet> fleets = new TreeMap<>();
        changes.forEach((site, change) -> {
            if (!change.isEmpty()) {
                fleets.put(site, change.build());
            }
        });
        return fleets;
    }

    /** An entry that may be replaced by a later one; if it is the last, it is unknown whose miner it is. */
    private void noteUnreadable(int minerId, ConsumerRecord<byte[], byte[]> entry, SerializationException cause) {
        FleetSourceException failure = new FleetSourceException(
                ("topic %s: every miner's last entry must be readable, got that of miner %d at offset %d of partition %d: %s;"
                                + " publish the fleet of its site again")
                        .formatted(entry.topic(), minerId, entry.offset(), entry.partition(), cause.getMessage()),
                cause);
        unreadable.put(minerId, failure);
        if (unreadable.size() > MOST_UNREADABLE) {
            throw failure;
        }
    }

    private static MinerModel model(HostingMiner miner) {
        if (miner.getMinerModelId() == null
                && miner.getModelName() == null
                && miner.getReferenceHashrate() == null
                && miner.getReferencePower() == null) {
            return null;
        }
        return new MinerModel(
                miner.getMinerModelId() == null ? MinerModel.NO_ID : miner.getMinerModelId(),
                miner.getModelName(),
                null,
                orNaN(miner.getReferenceHashrate()),
                orNaN(miner.getReferencePower()));
    }

    private static double orNaN(Double value) {
        return value == null ? Double.NaN : value;
    }
}
