package io.minerstream.producer.preflight;

import io.minerstream.avro.MinerTelemetry;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.record.TimePointReadings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;

/** Computes a few readings of a run, to show them and to estimate their size. */
final class RunSampler {

    /** Enough for an average, and done in milliseconds. */
    private static final int WEIGHED = 10_000;

    /** Magic byte and schema id of the wire format, and the key. */
    private static final int FIXED_BYTES = 1 + 4 + Integer.BYTES;

    private final RunAdmission admission;

    RunSampler(RunAdmission admission) {
        this.admission = admission;
    }

    /** Readings of the first miners at the first time point, at most {@code count}. */
    List<MinerTelemetry> readings(int count) {
        Fleet then = admission.records().timeline().at(admission.spec().range().from());
        TimePointReadings readings = admission.records().readings(0, then);
        return IntStream.range(0, Math.min(count, admission.keys().ownedMiners()))
                .map(admission.keys()::owned)
                .mapToObj(readings::telemetry)
                .toList();
    }

    /** Key and value in the wire format before compression, on average; 0 when there are no readings. */
    double bytesPerRecord() {
        List<MinerTelemetry> readings = readings(WEIGHED);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        SpecificDatumWriter<MinerTelemetry> writer = new SpecificDatumWriter<>(MinerTelemetry.class);
        try {
            for (MinerTelemetry reading : readings) {
                writer.write(reading, encoder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a buffer in memory refused bytes", e);
        }
        return readings.isEmpty() ? 0 : FIXED_BYTES + (double) bytes.size() / readings.size();
    }

    /** Records of this shard in each partition. */
    List<Long> recordsPerPartition() {
        long[] miners = admission.keys().minersPerPartition();
        return LongStream.range(0, miners.length)
                .map(partition -> admission.keys().owns((int) partition)
                        ? miners[(int) partition] * admission.plan().timePoints()
                        : 0)
                .boxed()
                .toList();
    }
}
