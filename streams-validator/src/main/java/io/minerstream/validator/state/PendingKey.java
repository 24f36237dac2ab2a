package io.minerstream.validator.state;

import org.apache.kafka.common.serialization.Serde;

/**
 * Key of a reading that waits for the roster. Ordered by miner, then by arrival: the order in which the readings of a miner are
 * judged.
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
