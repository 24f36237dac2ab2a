package io.minerstream.cli.report;

import io.minerstream.connect.warehouse.SchemaChange;
import io.minerstream.connect.warehouse.SchemaPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is to be done, or was done, to the tables: SQL for people and, as JSON, for programs.
 *
 * @param schema empty when no database was asked
 * @param applied whether the changes were made
 * @param changes those that are made
 * @param upgrades those that are made only on request
 * @param findings obstacles
 */
public record SchemaDocument(
        Optional<String> schema,
        boolean applied,
        List<SchemaChange> changes,
        List<SchemaChange> upgrades,
        List<String> findings) {

    private static final String COMMENT = "-- ";

    /**
     * The document of a plan.
     *
     * @param upgrade whether existing tables are changed, too
     */
    public static SchemaDocument of(SchemaPlan plan, boolean upgrade, boolean applied) {
        List<SchemaChange> changes = plan.changes(upgrade);
        List<SchemaChange> others = new ArrayList<>(plan.changes());
        others.removeAll(changes);
        return new SchemaDocument(plan.schema(), applied, changes, others, plan.findings());
    }

    /** A script that psql can run; all that is not to be run is a comment. */
    public List<String> lines(Messages messages) {
        List<String> lines = new ArrayList<>();
        if (!changes.isEmpty()) {
            lines.add("BEGIN;");
            schema.ifPresent(name -> lines.add("SET LOCAL search_path = \"" + name.replace("\"", "\"\"") + "\";"));
            for (SchemaChange change : changes) {
                lines.add("");
                lines.add(COMMENT + text(change, messages));
                change.sql().lines().forEach(lines::add);
            }
            lines.add("");
            lines.add("COMMIT;");
        }
        if (!upgrades.isEmpty()) {
            lines.add(COMMENT + messages.text("ddl.upgrades"));
            for (SchemaChange change : upgrades) {
                lines.add(COMMENT + text(change, messages));
                change.sql().lines().forEach(line -> lines.add(COMMENT + "    " + line));
            }
        }
        findings.forEach(finding -> lines.add(COMMENT + messages.failure(finding)));
        if (applied) {
            lines.add(COMMENT + messages.text(changes.isEmpty() ? "ddl.unchanged" : "ddl.applied"));
        } else if (changes.isEmpty() && upgrades.isEmpty() && findings.isEmpty()) {
            lines.add(COMMENT + messages.text("ddl.unchanged"));
        }
        return lines;
    }

    private static String text(SchemaChange change, Messages messages) {
        return messages.failure(change.table() + ": " + change.reason());
    }
}
