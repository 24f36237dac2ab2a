package io.minerstream.connect.copy.table;

import io.minerstream.connect.copy.encode.ColumnType;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads tables from {@code pg_catalog}. */
final class TableCatalog {

    /**
     * What can be written by COPY: tables, partitioned tables, foreign tables. The last columns: whether a trigger before each row may give
     * it other values, whether the order of rows of different keys may make a difference, and whether the server has MERGE.
     */
    private static final String TABLE =
            """
            SELECT c.oid, c.relkind IN ('r', 'p', 'f'),
                   has_table_privilege(c.oid, 'INSERT') OR has_any_column_privilege(c.oid, 'INSERT'),
                   has_table_privilege(c.oid, 'SELECT') OR has_any_column_privilege(c.oid, 'SELECT'),
                   has_table_privilege(c.oid, 'UPDATE') OR has_any_column_privilege(c.oid, 'UPDATE'),
                   has_table_privilege(c.oid, 'DELETE'),
                   EXISTS (SELECT 1 FROM pg_trigger g
                            WHERE g.tgrelid = ANY (tree.oids) AND NOT g.tgisinternal AND g.tgtype & 7 = 7),
                   EXISTS (SELECT 1 FROM pg_trigger g WHERE g.tgrelid = ANY (tree.oids) AND NOT g.tgisinternal)
                   OR EXISTS (SELECT 1 FROM pg_constraint f WHERE f.conrelid = c.oid AND f.contype = 'f' AND f.confrelid = c.oid)
                   OR EXISTS (SELECT 1 FROM pg_index i
                               WHERE i.indrelid = ANY (tree.oids) AND (i.indisunique OR i.indisexclusion)
                               GROUP BY i.indrelid HAVING count(*) > 1),
                   current_setting('server_version_num')::int >= 150000
              FROM pg_class c
             CROSS JOIN LATERAL (SELECT ARRAY(SELECT relid::oid FROM pg_partition_tree(c.oid)) || c.oid AS oids) tree
             WHERE c.oid = to_regclass(?)""";

    private static final String COLUMNS =
            """
            WITH RECURSIVE base AS (
                SELECT attnum, atttypid AS type, atttypmod AS typmod, attnotnull AS required
                  FROM pg_attribute WHERE attrelid = ? AND attnum > 0 AND NOT attisdropped
                UNION ALL
                SELECT b.attnum, t.typbasetype, t.typtypmod, b.required OR t.typnotnull
                  FROM base b JOIN pg_type t ON t.oid = b.type WHERE t.typtype = 'd')
            SELECT a.attname, format_type(a.atttypid, a.atttypmod), t.typname, t.oid, b.typmod, t.typtype = 'e', b.required,
                   a.atthasdef OR a.attidentity <> '', a.attgenerated <> '' OR a.attidentity = 'a',
                   e.typname, e.oid, e.typtype = 'e'
              FROM base b JOIN pg_attribute a ON a.attrelid = ? AND a.attnum = b.attnum
              JOIN pg_type t ON t.oid = b.type AND t.typtype <> 'd'
              LEFT JOIN pg_type e ON t.typcategory = 'A' AND e.oid = t.typelem
             ORDER BY a.attnum""";

    /** What the encoding of rows depends on, and what is refused before the table is asked. */
    private static final String SHAPE =
            """
            SELECT concat((SELECT string_agg(concat(attname, ' ', atttypid, ' ', atttypmod, attgenerated, attidentity,
                                                    attnotnull), ', ' ORDER BY attnum)
                             FROM pg_attribute WHERE attrelid = r.oid AND attnum > 0 AND NOT attisdropped),
                          (SELECT string_agg(c.oid::text, ' ' ORDER BY c.oid) FROM pg_constraint c WHERE c.conrelid = r.oid), '/',
                          (SELECT string_agg(g.oid::text, ' ' ORDER BY g.oid) FROM pg_trigger g WHERE g.tgrelid = r.oid
                              AND NOT g.tgisinternal))
              FROM (SELECT to_regclass(%s)::oid AS oid) r""";

    private static final String UNIQUE_KEYS =
            """
            SELECT ARRAY(SELECT a.attname::text FROM pg_attribute a
                          WHERE a.attrelid = i.indrelid AND a.attnum = ANY ((i.indkey::int2[])[0:i.indnkeyatts - 1]))
              FROM pg_index i
             WHERE i.indrelid = ? AND i.indisunique AND i.indisvalid AND i.indimmediate
               AND i.indpred IS NULL AND i.indexprs IS NULL""";

    private static final String CONSTRAINTS =
            """
            SELECT c.conname, c.contype::text, names.of_table, names.of_other,
                   coalesce((to_jsonb(c) ->> 'conenforced')::boolean, true)
                   AND NOT (c.conkey::int2[] && ARRAY[0::int2])
                   AND (c.contype = 'c' OR c.contype = 'f' AND c.confrelid <> c.conrelid AND c.confmatchtype = 's' AND names.same_types
                        AND has_table_privilege(c.confrelid, 'SELECT')
                        AND NOT (SELECT r.relrowsecurity FROM pg_class r WHERE r.oid = c.confrelid)),
                   c.confrelid::regclass::text, pg_get_expr(c.conbin, c.conrelid)
              FROM pg_constraint c
             CROSS JOIN LATERAL (
                SELECT array_agg(a.attname::text ORDER BY k.place) AS of_table,
                       array_agg(f.attname::text ORDER BY k.place) AS of_other, bool_and(a.atttypid = f.atttypid) AS same_types
                  FROM unnest(c.conkey, c.confkey) WITH ORDINALITY AS k (own, other, place)
                  JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.own
                  LEFT JOIN pg_attribute f ON f.attrelid = c.confrelid AND f.attnum = k.other) names
             WHERE c.conrelid = ? AND names.of_table IS NOT NULL AND c.contype IN ('f', 'c', 'u', 'p', 'x')""";

    private final Connection connection;

    TableCatalog(Connection connection) {
        this.connection = connection;
    }

    /**
     * A table.
     *
     * @throws SQLException with SQLSTATE 42P01 when there is none
     */
    TargetTable read(TableName name) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(TABLE)) {
            query.setString(1, name.quoted());
            try (ResultSet row = query.executeQuery()) {
                if (!row.next() || !row.getBoolean(2)) {
                    throw new SQLException("table " + name + " does not exist or is no table", "42P01");
                }
                Set<String> missing = new TreeSet<>();
                List<String> rights = List.of("INSERT", "SELECT", "UPDATE", "DELETE");
                for (int i = 0; i < rights.size(); i++) {
                    if (!row.getBoolean(i + 3)) {
                        missing.add(rights.get(i));
                    }
                }
                return read(name, row.getLong(1), missing, row.getBoolean(7), row.getBoolean(8), row.getBoolean(9));
            }
        }
    }

    /** SQL that gives one text, which changes with the columns, constraints and triggers of a table. */
    static String shape(TableName name) {
        return SHAPE.formatted("'" + name.quoted().replace("'", "''") + "'");
    }

    private String readShape(TableName name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(shape(name))) {
            row.next();
            return row.getString(1);
        }
    }

    private TargetTable read(
            TableName name, long oid, Set<String> missingRights, boolean rewritten, boolean ordered, boolean hasMerge)
            throws SQLException {
        // First: what changes after it shows when a batch begins.
        String shape = readShape(name);
        Map<String, TargetColumn> columns = columns(oid, rewritten);
        List<Set<String>> uniqueKeys = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(UNIQUE_KEYS)) {
            query.setLong(1, oid);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    uniqueKeys.add(Set.copyOf(names(row.getArray(1))));
                }
            }
        }
        List<RowRule> rules = new ArrayList<>();
        Map<String, List<String>> constraintColumns = new LinkedHashMap<>();
        try (PreparedStatement query = connection.prepareStatement(CONSTRAINTS)) {
            query.setLong(1, oid);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    List<String> own = names(row.getArray(3));
                    constraintColumns.put(row.getString(1), own);
                    String type = row.getString(2);
                    if (!row.getBoolean(5) || rewritten) {
                        continue;
                    }
                    if (type.equals("f")) {
                        rules.add(foreignKey(row.getString(1), own, row.getString(6), names(row.getArray(4))));
                    } else if (type.equals("c")) {
                        String broken = "(" + row.getString(7) + ") IS FALSE";
                        rules.add(new RowRule(row.getString(1), "23514", new LinkedHashSet<>(own), broken));
                    }
                }
            }
        }
        return new TargetTable(
                name, shape, columns, uniqueKeys, rules, constraintColumns, missingRights, ordered, hasMerge);
    }

    /** MATCH SIMPLE: a row with a null in its key refers to nothing. */
    private static RowRule foreignKey(String name, List<String> own, String otherTable, List<String> other) {
        StringBuilder refers = new StringBuilder();
        StringBuilder complete = new StringBuilder();
        for (int i = 0; i < own.size(); i++) {
            String column = "s." + TableName.quote(own.get(i));
            refers.append(i == 0 ? "" : " AND ").append("r.").append(TableName.quote(other.get(i)));
            refers.append(" = ").append(column);
            complete.append(column).append(" IS NOT NULL AND ");
        }
        String broken = complete + "NOT EXISTS (SELECT 1 FROM " + otherTable + " r WHERE " + refers + ")";
        return new RowRule(name, "23503", new LinkedHashSet<>(own), broken);
    }

    private Map<String, TargetColumn> columns(long table, boolean rewritten) throws SQLException {
        Map<String, TargetColumn> columns = new LinkedHashMap<>();
        try (PreparedStatement query = connection.prepareStatement(COLUMNS)) {
            query.setLong(1, table);
            query.setLong(2, table);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    String shown = row.getString(2);
                    int typmod = row.getInt(5);
                    ColumnType element = row.getString(10) == null
                            ? null
                            : new ColumnType(
                                    shown, row.getString(10), (int) row.getLong(11), typmod, row.getBoolean(12), null);
                    ColumnType type = new ColumnType(
                            shown, row.getString(3), (int) row.getLong(4), typmod, row.getBoolean(6), element);
                    columns.put(
                            row.getString(1),
                            new TargetColumn(
                                    row.getString(1),
                                    type,
                                    row.getBoolean(7) && !rewritten,
                                    row.getBoolean(8),
                                    row.getBoolean(9)));
                }
            }
        }
        return columns;
    }

    private static List<String> names(Array array) throws SQLException {
        List<String> names = new ArrayList<>();
        for (Object name : (Object[]) array.getArray()) {
            names.add((String) name);
        }
        return names;
    }
}
