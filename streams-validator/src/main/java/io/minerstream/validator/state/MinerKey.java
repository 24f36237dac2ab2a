package io.minerstream.validator.state;

import org.apache.kafka.common.serialization.Serde;

/**
 * Key of one of several values of a miner. Ordered by miner, then by place.
 *
 * @param minerId the miner
 * @param place of a roster entry: time from which it is valid, milliseconds since the epoch; of a reading: its offset and partition; at least 0
 */
public record MinerKey(int minerId, long place) {

    /** 12 bytes; all values of a miner are neighbours. */
    public static Serde<MinerKey> serde() {
        return StateFormat.ofKeys(
                "key of a miner's value",
                (key, out) -> {
                    out.writeInt(key.minerId);
                    out.writeLong(key.place);
                },
                in -> new MinerKey(in.getInt(), in.getLong()));
    }
}
