package io.minerstream.cli.report;

import io.minerstream.pipeline.load.LoadRemains;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What load tests have left in a topic, for people. Immutable. */
public final class LoadRemainsText {

    private final Messages messages;

    public LoadRemainsText(Messages messages) {
        this.messages = messages;
    }

    /** What was deleted, or would be. */
    public List<String> lines(LoadRemains remains) {
        List<String> lines = new ArrayList<>();
        lines.add(messages.text(
                remains.deleted() ? "load.clean.deleted" : "load.clean.found", remains.topic(), remains.readings()));
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                messages.text("load.partition"),
                messages.text("load.clean.readings"),
                messages.text("load.clean.others"),
                messages.text("load.clean.end")));
        for (LoadRemains.Partition partition : remains.partitions()) {
            rows.add(List.of(
                    Integer.toString(partition.partition()),
                    Messages.grouped(partition.readings()),
                    Messages.grouped(partition.others()),
                    Messages.grouped(partition.end())));
        }
        Columns.table(rows, Set.of(0, 1, 2, 3)).forEach(row -> lines.add("  " + row));
        remains.findings().forEach(finding -> lines.add("❌ " + messages.failure(finding)));
        return lines;
    }
}
