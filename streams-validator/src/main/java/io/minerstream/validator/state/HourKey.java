package io.minerstream.validator.state;

import java.nio.ByteBuffer;
import org.apache.kafka.common.serialization.Serde;

/**
 * Key of an hour of a run.
 *
 * @param run packed run id
 * @param hour hours since the epoch
 */
public record HourKey(long run, int hour) {

    /** 12 bytes, big-endian: all hours of a run are neighbours. */
    public static Serde<HourKey> serde() {
        return StateFormat.serde(
                "hour key",
                key -> ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
                        .putLong(key.run)
                        .putInt(key.hour)
                        .array(),
                bytes -> new HourKey(bytes.getLong(), bytes.getInt()));
    }
}
