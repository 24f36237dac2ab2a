package io.minerstream.producer.publish;

import io.minerstream.avro.HostingMiner;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.roster.RosterEntry;
import io.minerstream.producer.roster.RosterTimelines;
import io.minerstream.schemas.run.TimeRange;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the miners of which the compacted roster topic says already what a run needs, so that they are not written again, and what
 * must be written of the others. Fed with the topic's records in order. Not thread-safe.
 */
final class Roster {

    private static final Logger LOG = LoggerFactory.getLogger(Roster.class);

    private final Fleet fleet;
    private final MinerKeys keys;
    private final Deserializer<HostingMiner> deserializer;
    private final RosterTimelines timelines;

    /** @param range time of the run, over which the topic must say what the fleet is */
    Roster(Fleet fleet, MinerKeys keys, Deserializer<HostingMiner> deserializer, TimeRange range) {
        this.fleet = fleet;
        this.keys = keys;
        this.deserializer = deserializer;
        this.timelines = RosterTimelines.over(fleet, range);
    }

    void read(ConsumerRecord<byte[], byte[]> entry) {
        int index = keys.indexOf(entry.key());
        // An entry in another partition dates from when the topic had fewer; the validator does not see it there.
        if (index < 0 || entry.partition() != keys.partition(index)) {
            return;
        }
        if (entry.value() == null) {
            timelines.remove(index);
        } else {
            timelines.put(index, entry.timestamp(), decode(entry));
        }
    }

    /** Whether entries of the miner must be written. */
    boolean isOutdated(int index) {
        return !timelines.isUpToDate(index);
    }

    /** Number of miners that must be written. */
    int outdated() {
        return fleet.size() - timelines.countUpToDate();
    }

    /** What must be written of a miner that is outdated, in this order. */
    List<RosterEntry> entries(int index) {
        return timelines.entries(index);
    }

    private HostingMiner decode(ConsumerRecord<byte[], byte[]> entry) {
        try {
            return deserializer.deserialize(entry.topic(), entry.value());
        } catch (SerializationException e) {
            // Nobody can read it, so it is replaced.
            LOG.atWarn()
                    .addKeyValue("topic", entry.topic())
                    .addKeyValue("partition", entry.partition())
                    .addKeyValue("offset", entry.offset())
                    .addKeyValue("reason", e.getMessage())
                    .log("replacing a roster entry that cannot be read");
            return null;
        }
    }
}
