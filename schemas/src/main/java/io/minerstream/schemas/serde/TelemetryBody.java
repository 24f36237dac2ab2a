package io.minerstream.schemas.serde;

import io.minerstream.avro.MinerTelemetry;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryData;
import org.apache.avro.io.BinaryDecoder;

/**
 * Encodes and decodes readings field by field, as Avro's {@code SpecificDatumWriter} and its reader do, in a fraction of the time:
 * those look up type and logical type of each field and box each value, and Avro generates no custom coders for records with logical
 * types. Stateless.
 */
final class TelemetryBody {

    /** Most bytes of a reading: eight for a double, ten for a long, five for an int, one for the branch of a union. */
    static final int MAX_BYTES = 3 * Double.BYTES + 3 * 10 + 2 * 5 + 2;

    // Branches of the unions with null, as the contract lists them, in Avro's zigzag encoding.
    private static final byte NULL = 0;
    private static final byte VALUE = 2;

    /** Writes eight bytes with one bounds check. */
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private TelemetryBody() {}

    /** Whether this class encodes records of a schema: that of the generated class only, as its fields are known here. */
    // Only the generated class; an equal schema of another class does not qualify.
    @SuppressWarnings("ReferenceEquality")
    static boolean isOf(Schema schema) {
        return schema == MinerTelemetry.getClassSchema();
    }

    /**
     * Encodes a reading.
     *
     * @param bytes with room for {@link #MAX_BYTES} from {@code start} on
     * @return end of the reading in them, exclusive
     * @throws NullPointerException when its time is null
     */
    static int encode(MinerTelemetry reading, byte[] bytes, int start) {
        int at = start;
        at += BinaryData.encodeInt(reading.getMinerId(), bytes, at);
        at = encodeDouble(reading.getHashrate(), bytes, at);
        at = encodeDouble(reading.getPowerConsumption(), bytes, at);
        Double temperatureC = reading.getTemperature();
        bytes[at++] = temperatureC == null ? NULL : VALUE;
        if (temperatureC != null) {
            at = encodeDouble(temperatureC, bytes, at);
        }
        Integer fanRpm = reading.getFanSpeed();
        bytes[at++] = fanRpm == null ? NULL : VALUE;
        if (fanRpm != null) {
            at += BinaryData.encodeInt(fanRpm, bytes, at);
        }
        long recordedAtMs = Objects.requireNonNull(reading.getRecordedAt(), "recorded_at must not be null")
                .toEpochMilli();
        at += BinaryData.encodeLong(recordedAtMs, bytes, at);
        at += BinaryData.encodeLong(reading.getAcceptedShares(), bytes, at);
        return at + BinaryData.encodeLong(reading.getRejectedShares(), bytes, at);
    }

    /**
     * Decodes a reading that was written with the schema of the generated class.
     *
     * @throws IOException when the bytes are no reading
     */
    static MinerTelemetry decode(BinaryDecoder in) throws IOException {
        return new MinerTelemetry(
                in.readInt(),
                in.readDouble(),
                in.readDouble(),
                isValue(in) ? Double.valueOf(in.readDouble()) : null,
                isValue(in) ? Integer.valueOf(in.readInt()) : null,
                Instant.ofEpochMilli(in.readLong()),
                in.readLong(),
                in.readLong());
    }

    private static boolean isValue(BinaryDecoder in) throws IOException {
        int branch = in.readIndex();
        if (branch != 0 && branch != 1) {
            throw new IOException("union index must be 0 or 1, got " + branch);
        }
        return branch == 1;
    }

    private static int encodeDouble(double value, byte[] bytes, int start) {
        LONGS.set(bytes, start, Double.doubleToRawLongBits(value));
        return start + Double.BYTES;
    }
}
