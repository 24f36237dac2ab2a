package io.minerstream.producer.publish;

import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.kafka.AccessCheck;
import io.minerstream.producer.kafka.PreflightException;
import io.minerstream.producer.kafka.PublishException;
import io.minerstream.producer.run.ExistingRunException;
import io.minerstream.producer.run.RunSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;

/** Looks at what a run would meet and write. Writes nothing, and fences nobody. */
final class RunInspector {

    /** Readings that a preview shows. */
    private static final int SAMPLES = 3;

    private final PublisherContext context;

    RunInspector(PublisherContext context) {
        this.context = context;
    }

    private record Inspection(RunAdmission admission, long committed, List<String> findings) {}

    /** See {@link TelemetryPublisher#preview}. */
    RunPreview preview(Fleet fleet, RunSpec spec, int partitionsIfMissing) {
        return inspect(fleet, spec, partitionsIfMissing, inspection -> preview(fleet, spec, inspection));
    }

    /** See {@link TelemetryPublisher#findings}. */
    List<String> findings(Fleet fleet, RunSpec spec, int partitionsIfMissing) {
        return inspect(fleet, spec, partitionsIfMissing, Inspection::findings);
    }

    private RunPreview preview(Fleet fleet, RunSpec spec, Inspection inspection) {
        RunAdmission admission = inspection.admission;
        RunSampler sampler = new RunSampler(admission, spec);
        String transactionalId = context.transactionalId(spec.siteId(), spec.shard());
        return new RunPreview(
                spec,
                fleet.asOf(spec.range().from()).statusDistribution(),
                fleet.schedule().countBetween(spec.range().from(), spec.range().to()),
                admission.plan(),
                inspection.committed,
                transactionalId,
                admission.timeout(),
                sampler.recordsPerPartition(),
                sampler.bytesPerRecord(),
                sampler.readings(SAMPLES),
                context.properties().describeProducer(transactionalId, admission.timeout()),
                admission.missingTopics(),
                List.of(),
                inspection.findings);
    }

    /** @throws PublishException when Kafka or the registry failed */
    private <T> T inspect(Fleet fleet, RunSpec spec, int partitionsIfMissing, Function<Inspection, T> use) {
        try (ManifestReader manifests = context.connect()) {
            return use.apply(inspect(manifests, fleet, spec, partitionsIfMissing));
        } catch (ConfigException e) {
            throw e;
        } catch (KafkaException e) {
            throw context.failures(spec.siteId(), spec.shard()).toException(e, false, "nothing was written");
        }
    }

    private Inspection inspect(ManifestReader manifests, Fleet fleet, RunSpec spec, int partitionsIfMissing) {
        AccessCheck access = context.access(manifests.cluster())
                .withTransactions(
                        manifests.cluster(),
                        context.properties(),
                        context.transactionalId(spec.siteId(), spec.shard()));
        RunAdmission admission = context.admission(manifests.cluster(), access, fleet, spec, partitionsIfMissing);
        List<String> findings = new ArrayList<>(admission.findings());
        long committed = 0;
        if (access.canRead(context.topics().runs())) {
            try {
                committed = admission.requireFree(spec, manifests.history()).committed();
            } catch (ExistingRunException e) {
                findings.add(e.getMessage());
            } catch (PreflightException e) {
                findings.addAll(e.findings());
            }
        }
        return new Inspection(admission, committed, List.copyOf(findings));
    }
}
