package io.minerstream.validator.state;

import java.nio.ByteBuffer;
import org.apache.kafka.common.serialization.Serde;

/**
 * Key of a reading that waits for its miner's roster entry. Ordered by miner, then by arrival, so that the readings of a
 * miner are judged in the order in which they came.
 *
 * @param minerId miner of the reading
 * @param offset offset of the reading, at least 0
 */
public record PendingKey(int minerId, long offset) {

    /** 12 bytes, big-endian; all readings of a miner are neighbours. */
    public static Serde<PendingKey> serde() {
        return StateFormat.serde(
                "pending reading's key",
                key -> ByteBuffer.allocate(Integer.BYTES + Long.BYTES)
                        .putInt(key.minerId)
                        .putLong(key.offset)
                        .array(),
                bytes -> new PendingKey(bytes.getInt(), bytes.getLong()));
    }
}
