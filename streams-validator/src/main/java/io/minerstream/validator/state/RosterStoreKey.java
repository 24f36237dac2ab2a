package io.minerstream.validator.state;

import java.nio.ByteBuffer;
import org.apache.kafka.common.serialization.Serde;

/**
 * Key of a roster entry. Ordered by miner, then by time.
 *
 * @param minerId miner of the entry
 * @param validFromMs time from which the entry is valid, milliseconds since the epoch, at least 0
 */
public record RosterStoreKey(int minerId, long validFromMs) {

    /** 12 bytes, big-endian; all entries of a miner are neighbours. */
    public static Serde<RosterStoreKey> serde() {
        return StateFormat.serde(
                "roster entry's key",
                key -> ByteBuffer.allocate(Integer.BYTES + Long.BYTES)
                        .putInt(key.minerId)
                        .putLong(key.validFromMs)
                        .array(),
                bytes -> new RosterStoreKey(bytes.getInt(), bytes.getLong()));
    }
}
