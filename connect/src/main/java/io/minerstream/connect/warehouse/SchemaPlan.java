package io.minerstream.connect.warehouse;

import java.util.List;
import java.util.Optional;

/**
 * What separates a database from what the sinks need.
 *
 * @param schema the schema of the tables, unquoted; empty for whichever the search_path selects
 * @param changes in the order in which they are made; empty when nothing is to be done
 * @param findings a sentence for each obstacle that a person must remove before an upgrade
 */
public record SchemaPlan(Optional<String> schema, List<SchemaChange> changes, List<String> findings) {

    public SchemaPlan {
        changes = List.copyOf(changes);
        findings = List.copyOf(findings);
    }

    /** The changes that {@link WarehouseSchema#apply} makes. */
    public List<SchemaChange> changes(boolean upgrade) {
        return changes.stream()
                .filter(change -> upgrade || change.kind() != SchemaChange.Kind.UPGRADE)
                .toList();
    }
}
