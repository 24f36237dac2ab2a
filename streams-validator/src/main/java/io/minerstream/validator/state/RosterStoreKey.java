package io.minerstream.validator.state;

import org.apache.kafka.common.serialization.Serde;

/**
 * Key of a roster entry. Ordered by miner, then by time.
 *
 * @param minerId miner of the entry
 * @param validFromMs time from which the entry is valid, milliseconds since the epoch, at least 0
 */
public record RosterStoreKey(int minerId, long validFromMs) {

    /** 12 bytes; all entries of a miner are neighbours. */
    public static Serde<RosterStoreKey> serde() {
        return StateFormat.ofKeys(
                "roster entry's key",
                (key, out) -> {
                    out.writeInt(key.minerId);
                    out.writeLong(key.validFromMs);
                },
                in -> new RosterStoreKey(in.getInt(), in.getLong()));
    }
}
