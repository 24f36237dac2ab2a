package io.minerstream.connect.copy.write;

import io.minerstream.connect.copy.table.RowLayout;
import io.minerstream.connect.copy.table.RowRule;
import io.minerstream.connect.copy.table.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The statements of a layout's staging table. Immutable. */
final class StagingSql {

    private static final String POSITION = "minerstream_position";
    private static final String DELETED = "minerstream_deleted";

    private final RowLayout layout;
    private final String table;
    private final String columns;
    private final List<RowRule> rules;

    StagingSql(RowLayout layout, int number) {
        this.layout = layout;
        this.table = "pg_temp.minerstream_stage_" + number;
        this.columns = TableName.quote(layout.columns());
        this.rules = layout.rules();
    }

    /** No constraint of the target, and no right on it, is needed. Positions tell which of two rows with one key is the later one. */
    String create() {
        String types = layout.columns().stream()
                .map(column -> TableName.quote(column) + " " + layout.type(column))
                .collect(Collectors.joining(", "));
        return "CREATE TEMPORARY TABLE " + table.substring("pg_temp.".length()) + " (" + types
                + (layout.deletes() ? ", " + DELETED + " boolean" : "") + ", " + POSITION
                + " bigint GENERATED ALWAYS AS IDENTITY (CACHE 1000)) ON COMMIT DELETE ROWS";
    }

    /** For COPY. */
    String target() {
        return table + " (" + columns + (layout.deletes() ? ", " + DELETED : "") + ")";
    }

    String clear() {
        return "TRUNCATE " + table;
    }

    List<RowRule> rules() {
        return rules;
    }

    /** Takes the rows that break a rule out of the staging table, and returns which row breaks which rule; both count from 0. */
    String sieve() {
        String broken = rules.stream().map(rule -> "(" + rule.broken() + ")").collect(Collectors.joining(" OR "));
        StringBuilder which = new StringBuilder("CASE");
        for (int i = 0; i < rules.size(); i++) {
            which.append(" WHEN ")
                    .append(rules.get(i).broken())
                    .append(" THEN ")
                    .append(i);
        }
        return "DELETE FROM " + table + " s WHERE " + (layout.deletes() ? "NOT " + DELETED + " AND " : "") + "("
                + broken + ") RETURNING " + POSITION + " - (SELECT min(" + POSITION + ") FROM " + table + "), " + which
                + " END";
    }

    /** The statements that change the target; each gives a number of rows. */
    List<String> apply(StagedWay way) {
        return switch (way) {
            case INSERT ->
                List.of("INSERT INTO " + layout.table().quoted() + " (" + columns + ") SELECT " + columns + " FROM "
                        + table);
            case UPSERT -> upsert();
            case MERGE -> merge();
        };
    }

    private List<String> upsert() {
        String target = layout.table().quoted();
        String keys = TableName.quote(layout.keys());
        String latest =
                "SELECT DISTINCT ON (" + keys + ") * FROM " + table + " ORDER BY " + keys + ", " + POSITION + " DESC";
        List<String> statements = new ArrayList<>();
        if (layout.deletes()) {
            statements.add(
                    "DELETE FROM " + target + " t USING (" + latest + ") s WHERE s." + DELETED + " AND " + sameKey());
        }
        statements.add("INSERT INTO " + target + " AS t (" + columns + ") SELECT " + columns + " FROM (" + latest
                + ") s" + (layout.deletes() ? " WHERE NOT " + DELETED : "") + " ON CONFLICT (" + keys + ") "
                + change());
        return statements;
    }

    /**
     * In less time than ON CONFLICT, which locks each row before it changes it. Joins that read the whole target are ruled out: the planner
     * chooses them for tables of up to some ten million rows.
     */
    private List<String> merge() {
        List<String> others = others();
        String update = others.isEmpty()
                ? ""
                : " WHEN MATCHED AND " + differs(others, "s.") + " THEN UPDATE SET " + set(others, "s.");
        String values = layout.columns().stream()
                .map(column -> "s." + TableName.quote(column))
                .collect(Collectors.joining(", "));
        return List.of(
                "SET LOCAL enable_hashjoin = off",
                "SET LOCAL enable_mergejoin = off",
                "MERGE INTO " + layout.table().quoted() + " t USING " + table + " s ON " + sameKey() + update
                        + " WHEN NOT MATCHED THEN INSERT (" + columns + ") VALUES (" + values + ")",
                "SET LOCAL enable_hashjoin TO DEFAULT",
                "SET LOCAL enable_mergejoin TO DEFAULT");
    }

    private String sameKey() {
        return layout.keys().stream()
                .map(key -> "t." + TableName.quote(key) + " = s." + TableName.quote(key))
                .collect(Collectors.joining(" AND "));
    }

    private String change() {
        List<String> others = others();
        return others.isEmpty()
                ? "DO NOTHING"
                : "DO UPDATE SET " + set(others, "excluded.") + " WHERE " + differs(others, "excluded.");
    }

    /** Columns outside of the key. */
    private List<String> others() {
        return layout.columns().stream()
                .filter(column -> !layout.keys().contains(column))
                .toList();
    }

    private static String set(List<String> columns, String row) {
        return columns.stream()
                .map(column -> TableName.quote(column) + " = " + row + TableName.quote(column))
                .collect(Collectors.joining(", "));
    }

    private String differs(List<String> columns, String row) {
        return "(" + compared("t.", columns) + ") IS DISTINCT FROM (" + compared(row, columns) + ")";
    }

    private String compared(String row, List<String> compared) {
        return compared.stream()
                .map(column -> row + TableName.quote(column) + (layout.comparesAsText(column) ? "::text" : ""))
                .collect(Collectors.joining(", "));
    }
}
