package io.minerstream.cli.report;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.minerstream.producer.preflight.RunPreview;
import io.minerstream.producer.run.RunPlan;
import io.minerstream.producer.run.Shard;

/** The JSON of a {@link RunPreview}. */
public record RunPreviewDocument(
        boolean ready,
        @JsonUnwrapped RunIdentity run,
        Shard shard,
        long records,
        long recordsCommitted,
        long transactions,
        long recordsPerTransaction,
        long transactionTimeoutSeconds,
        @JsonUnwrapped RunPreview preview) {

    /** The document of a preview. */
    public static RunPreviewDocument of(RunPreview preview) {
        RunPlan plan = preview.plan();
        return new RunPreviewDocument(
                preview.findings().isEmpty(),
                RunIdentity.of(preview.spec()),
                preview.spec().shard(),
                plan.records(),
                preview.committed(),
                plan.commitBatches(),
                plan.recordsPerCommitBatch(),
                preview.transactionTimeout().toSeconds(),
                preview);
    }
}
