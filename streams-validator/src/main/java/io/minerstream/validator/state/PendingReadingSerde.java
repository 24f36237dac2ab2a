package io.minerstream.validator.state;

import io.minerstream.schemas.run.Interval;
import io.minerstream.validator.rule.ReceivedReading;
import java.nio.ByteBuffer;
import org.apache.kafka.common.serialization.Serde;

/** Bytes of a {@link ReceivedReading} that waits for the roster. The first version, of hourly readings alone, is read too. */
public final class PendingReadingSerde {

    private static final byte VERSION = 2;
    private static final byte FIRST_VERSION = 1;
    private static final int HAS_TEMPERATURE = 1;
    private static final int HAS_FAN = 1 << 1;
    private static final int BYTES = 1 + 1 + 4 + 8 + 4 + 8 + 8 + 8 + 8 + 4 + 4 + 8;

    private PendingReadingSerde() {}

    public static Serde<ReceivedReading> create() {
        return StateFormat.serde("pending reading", PendingReadingSerde::write, PendingReadingSerde::read);
    }

    private static byte[] write(ReceivedReading reading) {
        ByteBuffer out = ByteBuffer.allocate(BYTES).put(VERSION);
        out.put((byte)
                ((reading.temperatureC() == null ? 0 : HAS_TEMPERATURE) | (reading.fanRpm() == null ? 0 : HAS_FAN)));
        out.putInt(reading.minerId())
                .putLong(reading.run())
                .putInt(reading.interval().seconds());
        out.putLong(reading.recordedAtMs());
        out.putDouble(reading.hashrateTh()).putDouble(reading.powerW());
        out.putDouble(reading.temperatureC() == null ? 0 : reading.temperatureC());
        out.putInt(reading.fanRpm() == null ? 0 : reading.fanRpm());
        return out.putInt(reading.partition()).putLong(reading.offset()).array();
    }

    private static ReceivedReading read(ByteBuffer in) {
        byte version = StateFormat.requireVersion(in, FIRST_VERSION, VERSION);
        int flags = in.get();
        int minerId = in.getInt();
        long run = in.getLong();
        Interval interval = version == FIRST_VERSION ? Interval.HOURLY : new Interval(in.getInt());
        long recordedAtMs = in.getLong();
        double hashrateTh = in.getDouble();
        double powerW = in.getDouble();
        double temperatureC = in.getDouble();
        int fanRpm = in.getInt();
        return new ReceivedReading(
                minerId,
                run,
                interval,
                recordedAtMs,
                hashrateTh,
                powerW,
                (flags & HAS_TEMPERATURE) == 0 ? null : Double.valueOf(temperatureC),
                (flags & HAS_FAN) == 0 ? null : Integer.valueOf(fanRpm),
                in.getInt(),
                in.getLong());
    }
}
