package io.minerstream.cli.report;

import io.minerstream.producer.preflight.RunPreview;
import io.minerstream.producer.run.RunSpec;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A {@link RunPreview} for people. */
public final class RunPreviewText {

    private static final int LABEL_COLUMNS = 24;

    private final RunPreview preview;
    private final Messages messages;
    private final List<String> lines = new ArrayList<>();

    public RunPreviewText(RunPreview preview, Messages messages) {
        this.preview = preview;
        this.messages = messages;
    }

    /** All lines; computed anew at each call. */
    public List<String> lines() {
        lines.clear();
        plan();
        lines.add("");
        lines.add(messages.text("preview.samples"));
        preview.samples().forEach(sample -> lines.add("  " + sample));
        lines.add("");
        lines.add(messages.text("preview.settings"));
        preview.producerSettings().forEach((key, value) -> lines.add("  " + key + "=" + value));
        lines.add("");
        if (preview.findings().isEmpty()) {
            lines.add(messages.text("preview.ready"));
        } else {
            lines.add(messages.text("preview.findings"));
            preview.findings().forEach(finding -> lines.add("  " + messages.failure(finding)));
        }
        return List.copyOf(lines);
    }

    private void plan() {
        RunSpec spec = preview.spec();
        lines.add(messages.text(
                "run", spec.id().text(), spec.seed(), spec.profile().word(), messages.bounds(spec.range())));
        value("fleet", preview.statusDistribution().toString());
        if (preview.scheduledChanges() > 0) {
            value("preview.changes", messages.text("fleet.changes", preview.scheduledChanges()));
        }
        value(
                "preview.records",
                messages.text("preview.records.value", preview.plan().records(), preview.committed()));
        value(
                "preview.bytes",
                messages.text("preview.bytes.value", preview.remainingBytes(), preview.bytesPerRecord()));
        value(
                "preview.transactions",
                messages.text(
                        spec.commit().isExactlyOnce()
                                ? "preview.transactions.value"
                                : "preview.transactions.none.value",
                        preview.plan().commitBatches(),
                        preview.plan().recordsPerCommitBatch(),
                        preview.transactionTimeout().toSeconds(),
                        preview.transactionalId()));
        value("preview.partitions", preview.recordsPerPartition().toString());
        if (!preview.missingTopics().isEmpty()) {
            value("preview.topics", String.join(", ", preview.missingTopics()));
        }
        for (String change : preview.schemaChanges()) {
            value("preview.schemas", change);
        }
        if (!preview.missingMonths().isEmpty()) {
            value(
                    "preview.months",
                    preview.missingMonths().stream().map(YearMonth::toString).collect(Collectors.joining(", ")));
        }
    }

    private void value(String key, String text) {
        lines.add("  " + Columns.left(messages.text(key), LABEL_COLUMNS) + text);
    }
}
