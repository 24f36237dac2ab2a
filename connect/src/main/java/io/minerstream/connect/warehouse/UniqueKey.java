package io.minerstream.connect.warehouse;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Two columns that must be unique for replays to write no row twice.
 *
 * @param index name of the index that an upgrade makes
 */
record UniqueKey(WarehouseTable table, String first, String second, String index) {

    static final UniqueKey TELEMETRY = new UniqueKey(
            WarehouseTable.MINER_TELEMETRY, "miner_id", "recorded_at", "ux_miner_telemetry_miner_id_recorded_at");

    static final List<UniqueKey> ALL = List.of(
            TELEMETRY,
            new UniqueKey(
                    WarehouseTable.CURTAILMENT_STRATEGIES,
                    "site_id",
                    "strategy_type",
                    "ux_curtailment_strategies_site_id_type"));

    /** ON CONFLICT accepts only a valid, complete (not partial), immediate index over plain columns, whatever its name. */
    private static final String IS_THERE =
            """
            SELECT EXISTS (
                SELECT 1 FROM pg_index i
                 WHERE i.indrelid = to_regclass(format('%I.%I', current_schema(), ?))
                   AND i.indisunique AND i.indisvalid AND i.indimmediate AND i.indpred IS NULL AND i.indnkeyatts = 2
                   AND ARRAY[?, ?]::text[] <@ ARRAY(SELECT a.attname::text FROM pg_attribute a
                                             WHERE a.attrelid = i.indrelid AND a.attnum IN (i.indkey[0], i.indkey[1])))""";

    private static final String DUPLICATES =
            """
            SELECT %2$s::text, %3$s::text, n, count(*) OVER (), sum(n - 1) OVER ()
              FROM (SELECT %2$s, %3$s, count(*) AS n FROM %1$s GROUP BY 1, 2 HAVING count(*) > 1) AS d
             ORDER BY %2$s, %3$s LIMIT 3""";

    private static final String HAS_ID =
            """
            SELECT EXISTS (SELECT 1 FROM pg_attribute
                            WHERE attrelid = to_regclass(format('%I.%I', current_schema(), ?)) AND attname = 'id'
                              AND NOT attisdropped)""";

    private record Duplicate(String text, long keys, long surplus) {}

    boolean isThere(Connection connection) throws SQLException {
        return Query.list(connection, IS_THERE, row -> row.getBoolean(1), table.toString(), first, second)
                .get(0);
    }

    /** What must hold, and the command that adds the key. */
    String finding() {
        return "%s: must have a unique key on (%s, %s) for upserts, has none; `minerstream sink ddl --upgrade` shows the SQL that adds it, and with --apply runs it"
                .formatted(table, first, second);
    }

    /** The rows that a person must remove before the key can be added, if there are any. */
    List<String> obstacles(Connection connection) throws SQLException {
        List<Duplicate> duplicates = Query.list(
                connection,
                DUPLICATES.formatted(table, first, second),
                row -> new Duplicate(
                        "(%s, %s) in %s rows".formatted(row.getString(1), row.getString(2), row.getLong(3)),
                        row.getLong(4),
                        row.getLong(5)));
        if (duplicates.isEmpty()) {
            return List.of();
        }
        String order = Query.list(connection, HAS_ID, row -> row.getBoolean(1), table.toString())
                        .get(0)
                ? "id"
                : "ctid";
        return List.of(
                ("%1$s: must be unique on (%2$s, %3$s), got %4$s keys that several rows share (%5$s rows too many): %6$s; "
                                + "keep the newest row of each with: DELETE FROM %1$s a USING %1$s b "
                                + "WHERE a.%2$s = b.%2$s AND a.%3$s = b.%3$s AND a.%7$s < b.%7$s;")
                        .formatted(
                                table,
                                first,
                                second,
                                duplicates.get(0).keys(),
                                duplicates.get(0).surplus(),
                                String.join(
                                        ", ",
                                        duplicates.stream().map(Duplicate::text).toList()),
                                order));
    }

    SchemaChange upgrade() {
        return new SchemaChange(
                SchemaChange.Kind.UPGRADE,
                table.toString(),
                "a unique key on (%s, %s) makes replays idempotent, and upserts possible".formatted(first, second),
                "CREATE UNIQUE INDEX %s ON %s (%s, %s);\n".formatted(index, table, first, second));
    }
}
