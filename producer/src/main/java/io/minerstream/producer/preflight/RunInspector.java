package io.minerstream.producer.preflight;

import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.kafka.AccessCheck;
import io.minerstream.producer.kafka.FencedWriter;
import io.minerstream.producer.kafka.PreflightException;
import io.minerstream.producer.run.ExistingRunException;
import io.minerstream.producer.run.RunSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Inspects what a run would find and write. Writes nothing, and fences nobody. */
public final class RunInspector {

    /** Readings that a preview shows. */
    private static final int SAMPLES = 3;

    private final RunContext context;

    public RunInspector(RunContext context) {
        this.context = context;
    }

    private record Inspection(RunAdmission admission, long committed, List<String> findings) {}

    /** What a run would write. */
    public RunPreview preview(RequestedRun request) {
        return inspect(request, inspection -> preview(request, inspection));
    }

    /** All blocking problems of a run. Missing topics are none, since the caller creates them first. */
    public List<String> findings(RequestedRun request) {
        return inspect(request, Inspection::findings);
    }

    private RunPreview preview(RequestedRun request, Inspection inspection) {
        Fleet fleet = request.fleet();
        RunSpec spec = request.spec();
        RunAdmission admission = inspection.admission;
        RunSampler sampler = new RunSampler(admission);
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
                context.clients().properties().describeProducer(transactionalId, admission.timeout()),
                admission.missingTopics(),
                List.of(),
                inspection.findings);
    }

    private <T> T inspect(RequestedRun request, Function<Inspection, T> use) {
        FencedWriter fenced =
                context.fenced(request.spec().siteId(), request.spec().shard());
        return fenced.connected(cluster -> {
            AccessCheck access = fenced.fullAccess(cluster, Preflight.operations(context.topics()));
            RunAdmission admission = RunAdmission.inspect(context, cluster, access, request);
            List<String> findings = new ArrayList<>(admission.findings());
            long committed = 0;
            if (access.canRead(context.topics().runs())) {
                try {
                    committed = admission.requireFree(context.history(cluster)).committed();
                } catch (ExistingRunException e) {
                    findings.add(e.getMessage());
                } catch (PreflightException e) {
                    findings.addAll(e.findings());
                }
            }
            return use.apply(new Inspection(admission, committed, List.copyOf(findings)));
        });
    }
}
