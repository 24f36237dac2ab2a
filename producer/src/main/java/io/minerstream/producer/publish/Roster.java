package io.minerstream.producer.publish;

import io.minerstream.avro.HostingMiner;
import io.minerstream.producer.fleet.Fleet;
import java.time.Instant;
import java.util.BitSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the miners whose entry in the compacted roster topic says already what a run needs, so that they are not written
 * again: one bit a miner. Fed with the topic's records in order. Not thread-safe.
 */
final class Roster {

    private static final Logger LOG = LoggerFactory.getLogger(Roster.class);

    private final Fleet fleet;
    private final MinerKeys keys;
    private final Deserializer<HostingMiner> deserializer;
    private final long neededFromMs;
    private final BitSet upToDate = new BitSet();

    /** @param neededFrom time from which the entries must be valid: the start of the run */
    Roster(Fleet fleet, MinerKeys keys, Deserializer<HostingMiner> deserializer, Instant neededFrom) {
        this.fleet = fleet;
        this.keys = keys;
        this.deserializer = deserializer;
        this.neededFromMs = neededFrom.toEpochMilli();
    }

    void read(ConsumerRecord<byte[], byte[]> entry) {
        int index = keys.indexOf(entry.key());
        // An entry in another partition dates from when the topic had fewer; the validator does not see it there.
        if (index >= 0 && entry.partition() == keys.partition(index)) {
            upToDate.set(index, entry.timestamp() <= neededFromMs && says(entry, index));
        }
    }

    /** Whether the miner's entry must be written. */
    boolean isOutdated(int index) {
        return !upToDate.get(index);
    }

    /** Number of miners whose entry must be written. */
    int outdated() {
        return fleet.size() - upToDate.cardinality();
    }

    private boolean says(ConsumerRecord<byte[], byte[]> entry, int index) {
        try {
            return fleet.hostingMiner(index).equals(deserializer.deserialize(entry.topic(), entry.value()));
        } catch (SerializationException e) {
            // Nobody can read it, so it is replaced.
            LOG.atWarn()
                    .addKeyValue("topic", entry.topic())
                    .addKeyValue("partition", entry.partition())
                    .addKeyValue("offset", entry.offset())
                    .addKeyValue("reason", e.getMessage())
                    .log("replacing a roster entry that cannot be read");
            return false;
        }
    }
}
