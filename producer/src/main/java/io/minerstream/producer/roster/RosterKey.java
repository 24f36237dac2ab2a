package io.minerstream.producer.roster;

import java.nio.ByteBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keys of the roster topic: the miner id as {@code IntegerSerializer} writes it, 4 bytes, big-endian. */
final class RosterKey {

    /** What stands for a key that is no miner's. */
    static final int NONE = 0;

    private static final Logger LOG = LoggerFactory.getLogger(RosterKey.class);

    private RosterKey() {}

    static byte[] of(int minerId) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(minerId).array();
    }

    /** The partition that Kafka's producer chooses for such a key. */
    static int partition(byte[] key, int partitionCount) {
        return BuiltInPartitioner.partitionForKey(key, partitionCount);
    }

    /**
     * The miner that an entry is about; {@link #NONE} for an entry that nobody looks for: its key is no miner id, or it dates from
     * when the topic had fewer partitions.
     */
    static int minerOf(ConsumerRecord<byte[], byte[]> entry, int partitionCount) {
        byte[] key = entry.key();
        int minerId = key == null || key.length != Integer.BYTES
                ? NONE
                : ByteBuffer.wrap(key).getInt();
        if (minerId <= 0) {
            LOG.atWarn()
                    .addKeyValue("topic", entry.topic())
                    .addKeyValue("partition", entry.partition())
                    .addKeyValue("offset", entry.offset())
                    .log("ignoring a record whose key is not a miner id");
            return NONE;
        }
        return entry.partition() == partition(key, partitionCount) ? minerId : NONE;
    }
}
