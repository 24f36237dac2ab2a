package io.minerstream.validator.state;

import io.minerstream.schemas.run.Interval;
import io.minerstream.validator.rule.ReceivedReading;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.kafka.common.serialization.Serde;

/** Bytes of a {@link ReceivedReading} that waits for the roster. */
public final class PendingReadingSerde {

    private static final int HAS_TEMPERATURE = 1;
    private static final int HAS_FAN = 1 << 1;

    private PendingReadingSerde() {}

    public static Serde<ReceivedReading> create() {
        return StateFormat.ofValues("pending reading", PendingReadingSerde::write, PendingReadingSerde::read);
    }

    private static void write(ReceivedReading reading, DataOutputStream out) throws IOException {
        out.writeByte(
                (reading.temperatureC() == null ? 0 : HAS_TEMPERATURE) | (reading.fanRpm() == null ? 0 : HAS_FAN));
        out.writeInt(reading.minerId());
        out.writeLong(reading.run());
        out.writeInt(reading.interval().seconds());
        out.writeLong(reading.recordedAtMs());
        out.writeDouble(reading.hashrateTh());
        out.writeDouble(reading.powerW());
        if (reading.temperatureC() != null) {
            out.writeDouble(reading.temperatureC());
        }
        if (reading.fanRpm() != null) {
            out.writeInt(reading.fanRpm());
        }
        out.writeInt(reading.partition());
        out.writeLong(reading.offset());
    }

    private static ReceivedReading read(ByteBuffer in) {
        int flags = in.get();
        return new ReceivedReading(
                in.getInt(),
                in.getLong(),
                new Interval(in.getInt()),
                in.getLong(),
                in.getDouble(),
                in.getDouble(),
                (flags & HAS_TEMPERATURE) == 0 ? null : Double.valueOf(in.getDouble()),
                (flags & HAS_FAN) == 0 ? null : Integer.valueOf(in.getInt()),
                in.getInt(),
                in.getLong());
    }
}
