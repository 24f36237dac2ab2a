package io.minerstream.connect.copy.table;

import java.util.Collection;
import java.util.stream.Collectors;

/**
 * A table's name as the catalog has it, without quotes.
 *
 * @param schema null for the search path
 */
public record TableName(String schema, String name) {

    /** An SQL identifier that keeps its case. */
    public static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    /** Identifiers as an SQL list. */
    public static String quote(Collection<String> identifiers) {
        return identifiers.stream().map(TableName::quote).collect(Collectors.joining(", "));
    }

    /** As SQL. */
    public String quoted() {
        return schema == null ? quote(name) : quote(schema) + "." + quote(name);
    }

    @Override
    public String toString() {
        return schema == null ? name : schema + "." + name;
    }
}
