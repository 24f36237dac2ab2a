package io.minerstream.producer.roster;

import io.minerstream.schemas.topic.RecordKey;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which miner an entry of the roster topic is about. */
final class RosterKey {

    /** What stands for a key that is no miner's. */
    static final int NONE = 0;

    private static final Logger LOG = LoggerFactory.getLogger(RosterKey.class);

    private RosterKey() {}

    /**
     * The miner that an entry is about; {@link #NONE} for an entry that nobody looks for: its key is no miner id, or it dates from
     * when the topic had fewer partitions.
     */
    static int minerOf(ConsumerRecord<byte[], byte[]> entry, int partitionCount) {
        int minerId = RecordKey.read(entry.key()).orElse(NONE);
        if (minerId <= 0) {
            LOG.atWarn()
                    .addKeyValue("topic", entry.topic())
                    .addKeyValue("partition", entry.partition())
                    .addKeyValue("offset", entry.offset())
                    .log("ignoring a record whose key is not a miner id");
            return NONE;
        }
        return entry.partition() == RecordKey.partition(entry.key(), partitionCount) ? minerId : NONE;
    }
}
