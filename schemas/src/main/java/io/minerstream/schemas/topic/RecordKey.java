package io.minerstream.schemas.topic;

import java.nio.ByteBuffer;
import java.util.OptionalInt;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;

/**
 * Keys of readings and roster entries, which are the id of a miner, and of watermarks, which are their partition: the number as Kafka's
 * {@code IntegerSerializer} writes it, 4 bytes, big-endian.
 */
public final class RecordKey {

    private RecordKey() {}

    /** The key of a number. */
    public static byte[] of(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    }

    /**
     * The number of a key.
     *
     * @param key of any record, null included
     * @return empty when it is no such key
     */
    public static OptionalInt read(byte[] key) {
        return key == null || key.length != Integer.BYTES
                ? OptionalInt.empty()
                : OptionalInt.of(ByteBuffer.wrap(key).getInt());
    }

    /**
     * The partition that Kafka's producer chooses for a key.
     *
     * @param key not null
     * @param partitions of the topic, at least 1
     */
    public static int partition(byte[] key, int partitions) {
        return BuiltInPartitioner.partitionForKey(key, partitions);
    }
}
