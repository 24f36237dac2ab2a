package io.minerstream.validator.state;

import org.apache.kafka.common.serialization.Serde;

/**
 * Key of a reading that waits for its miner's roster entry. Ordered by miner, then by arrival, so that the readings of a
 * miner are judged in the order in which they came.
 *
 * @param minerId miner of the reading
 * @param offset offset of the reading, at least 0
 */
public record PendingKey(int minerId, long offset) {

    /** 12 bytes; all readings of a miner are neighbours. */
    public static Serde<PendingKey> serde() {
        return StateFormat.ofKeys(
                "pending reading's key",
                (key, out) -> {
                    out.writeInt(key.minerId);
                    out.writeLong(key.offset);
                },
                in -> new PendingKey(in.getInt(), in.getLong()));
    }
}
