package io.minerstream.pipeline.replay;

import io.minerstream.pipeline.verify.RunToVerify;
import io.minerstream.producer.preflight.RunPreview;
import java.util.List;

/**
 * Which runs are generated again.
 *
 * @param connector that lands them
 * @param topic that they are written to
 * @param runs those that can be, the oldest first
 * @param findings what forbids it; empty when nothing does
 */
public record RegenerationPlan(
        String connector, String topic, ReplayTarget target, List<Regenerated> runs, List<String> findings) {

    /**
     * A run.
     *
     * @param original whose readings are written again
     * @param preview of the new run with these readings, or of an interrupted one that resumes
     */
    public record Regenerated(RunToVerify original, RunPreview preview) {

        /** Readings that are yet to be written, at least 0. */
        public long records() {
            return preview.plan().records() - preview.committed();
        }
    }

    public RegenerationPlan {
        runs = List.copyOf(runs);
        findings = List.copyOf(findings);
    }

    /** Readings to write over all runs, at least 0. */
    public long records() {
        return runs.stream().mapToLong(Regenerated::records).sum();
    }
}
