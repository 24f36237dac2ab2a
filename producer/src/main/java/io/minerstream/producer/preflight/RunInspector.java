package io.minerstream.producer.preflight;

import io.minerstream.avro.MinerTelemetry;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.kafka.AccessCheck;
import io.minerstream.producer.kafka.Cluster;
import io.minerstream.producer.kafka.FencedWriter;
import io.minerstream.producer.kafka.PreflightException;
import io.minerstream.producer.record.TimePointReadings;
import io.minerstream.producer.run.ExistingRunException;
import io.minerstream.producer.run.RunSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;

/** Inspects what a run would find and write. Writes nothing, and fences nobody. */
public final class RunInspector {

    /** Readings that a preview shows. */
    private static final int SAMPLES = 3;

    /** Readings that are weighed: enough for an average, and done in milliseconds. */
    private static final int WEIGHED = 10_000;

    /** Magic byte and schema id of the wire format, and the key. */
    private static final int FIXED_BYTES = 1 + 4 + Integer.BYTES;

    private RunInspector() {}

    /**
     * What a run would write, with all blocking problems. Missing topics are none, since the caller creates them first.
     *
     * @param fleet the miners of the run's site
     * @param partitionsIfMissing partitions of a telemetry topic that is yet to be created, at least 1
     */
    public static RunPreview preview(RunContext context, Fleet fleet, RunSpec spec, int partitionsIfMissing) {
        FencedWriter fenced = context.fenced(spec.siteId(), spec.shard());
        return fenced.connected(cluster -> {
            AccessCheck access = fenced.fullAccess(cluster, Preflight.operations(context.topics()));
            RunAdmission admission = RunAdmission.inspect(context, cluster, access, fleet, spec, partitionsIfMissing);
            List<String> findings = new ArrayList<>(admission.findings());
            long committed =
                    access.canRead(context.topics().runs()) ? committed(context, cluster, admission, findings) : 0;
            String transactionalId = context.transactionalId(spec.siteId(), spec.shard());
            return new RunPreview(
                    spec,
                    fleet.asOf(spec.range().from()).statusDistribution(),
                    fleet.schedule()
                            .countBetween(spec.range().from(), spec.range().to()),
                    admission.plan(),
                    committed,
                    transactionalId,
                    admission.timeout(),
                    recordsPerPartition(admission),
                    bytesPerRecord(readings(admission, WEIGHED)),
                    readings(admission, SAMPLES),
                    context.clients().properties().describeProducer(transactionalId, admission.timeout()),
                    admission.missingTopics(),
                    List.of(),
                    List.of(),
                    findings);
        });
    }

    /** Readings of the run that are committed already; adds to the findings why it cannot begin or resume. */
    private static long committed(RunContext context, Cluster cluster, RunAdmission admission, List<String> findings) {
        try {
            return admission.requireFree(context.history(cluster)).committed();
        } catch (ExistingRunException e) {
            findings.add(e.getMessage());
        } catch (PreflightException e) {
            findings.addAll(e.findings());
        }
        return 0;
    }

    /** Readings of the first miners at the first time point, at most {@code count}. */
    private static List<MinerTelemetry> readings(RunAdmission admission, int count) {
        Fleet then = admission.records().timeline().at(admission.spec().range().from());
        TimePointReadings readings = admission.records().readings(0, then);
        return IntStream.range(0, Math.min(count, admission.keys().ownedMiners()))
                .map(admission.keys()::owned)
                .mapToObj(readings::telemetry)
                .toList();
    }

    /** Key and value in the wire format before compression, on average; 0 when there are no readings. */
    private static double bytesPerRecord(List<MinerTelemetry> readings) {
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
    private static List<Long> recordsPerPartition(RunAdmission admission) {
        long[] miners = admission.keys().minersPerPartition();
        return LongStream.range(0, miners.length)
                .map(partition -> admission.keys().owns((int) partition)
                        ? miners[(int) partition] * admission.plan().timePoints()
                        : 0)
                .boxed()
                .toList();
    }
}
