package io.minerstream.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.avro.HostingMiner;
import io.minerstream.avro.MinerTelemetry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.WithNull;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;

/** Also the test that fails when the contract changes and the encoding does not. */
class TelemetryBodyPropertyTest {

    private static final long MAX_MILLIS = Long.MAX_VALUE / 1_000;

    static {
        TrustedContracts.trust();
    }

    @Property
    void shouldWriteTheBytesThatAvroWrites(
            @ForAll int minerId,
            @ForAll double hashrate,
            @ForAll double power,
            @ForAll @WithNull Double temperature,
            @ForAll @WithNull Integer fanSpeed,
            @ForAll @LongRange(min = -MAX_MILLIS, max = MAX_MILLIS) long recordedAtMs,
            @ForAll long acceptedShares,
            @ForAll long rejectedShares)
            throws IOException {
        MinerTelemetry reading = new MinerTelemetry(
                minerId,
                hashrate,
                power,
                temperature,
                fanSpeed,
                Instant.ofEpochMilli(recordedAtMs),
                acceptedShares,
                rejectedShares);

        byte[] bytes = new byte[3 + TelemetryBody.MAX_BYTES];
        int end = TelemetryBody.encode(reading, bytes, 3);
        assertThat(Arrays.copyOfRange(bytes, 3, end)).isEqualTo(avro(reading));
        assertThat(TelemetryBody.decode(DecoderFactory.get().binaryDecoder(bytes, 3, end - 3, null)))
                .isEqualTo(reading);
    }

    @Property
    void shouldRefuseWhatAvroRefuses(@ForAll @Size(max = 60) byte[] bytes) {
        Object ours = decoded(TelemetryBody::decode, bytes);
        SpecificDatumReader<MinerTelemetry> avro = new SpecificDatumReader<>(MinerTelemetry.class);

        assertThat(ours).isEqualTo(decoded(in -> avro.read(null, in), bytes));
    }

    /** The record, or {@code refused}. */
    private static Object decoded(WireDecoder.BodyReader<MinerTelemetry> reader, byte[] bytes) {
        try {
            return reader.read(DecoderFactory.get().binaryDecoder(bytes, null));
        } catch (IOException | RuntimeException e) {
            return "refused";
        }
    }

    @Example
    void shouldBeUsedForNoOtherContract() {
        assertThat(TelemetryBody.isOf(MinerTelemetry.getClassSchema())).isTrue();
        assertThat(TelemetryBody.isOf(HostingMiner.getClassSchema())).isFalse();
    }

    @Example
    void shouldHaveRoomForTheLargestReading() {
        MinerTelemetry largest = new MinerTelemetry(
                Integer.MIN_VALUE,
                1.0,
                1.0,
                1.0,
                Integer.MIN_VALUE,
                Instant.ofEpochMilli(-MAX_MILLIS),
                Long.MIN_VALUE,
                Long.MIN_VALUE);

        // The longest of these times is two bytes shorter than the longest long.
        assertThat(TelemetryBody.encode(largest, new byte[TelemetryBody.MAX_BYTES], 0))
                .isEqualTo(TelemetryBody.MAX_BYTES - 2);
    }

    private static byte[] avro(MinerTelemetry reading) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new SpecificDatumWriter<>(MinerTelemetry.class).write(reading, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }
}
