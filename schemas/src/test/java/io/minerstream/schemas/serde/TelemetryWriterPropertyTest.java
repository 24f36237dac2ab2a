package io.minerstream.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.minerstream.avro.HostingMiner;
import io.minerstream.avro.MinerTelemetry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.WithNull;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;

/** Also the test that fails when the contract changes and the writer does not. */
class TelemetryWriterPropertyTest {

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

        assertThat(bytes(new TelemetryWriter(), reading))
                .isEqualTo(bytes(new SpecificDatumWriter<>(MinerTelemetry.class), reading));
    }

    @Example
    void shouldBeUsedForNoOtherContract() {
        assertThat(TelemetryWriter.writes(MinerTelemetry.getClassSchema())).isTrue();
        assertThat(TelemetryWriter.writes(HostingMiner.getClassSchema())).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TelemetryWriter().setSchema(HostingMiner.getClassSchema()))
                .withMessageStartingWith("must be the schema of the generated class, got ");
    }

    private static <T> byte[] bytes(DatumWriter<T> writer, T reading) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        writer.write(reading, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }
}
