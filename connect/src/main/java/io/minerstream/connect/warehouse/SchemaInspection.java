package io.minerstream.connect.warehouse;

import io.minerstream.connect.warehouse.SchemaChange.Kind;
import io.minerstream.connect.warehouse.TableOptions.RecordedAtIndex;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Compares the tables of the schema in use with those that are wanted. Changes nothing. Not thread-safe, like its connection. */
final class SchemaInspection {

    private static final String COLUMNS =
            """
            SELECT c.relname::text || '.' || coalesce(a.attname::text, '')
              FROM pg_class c
              LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
             WHERE c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
               AND c.relname = ANY (?) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')""";

    private static final String TIME_TYPE =
            """
            SELECT format_type(atttypid, NULL) FROM pg_attribute
             WHERE attrelid = to_regclass(format('%I.%I', current_schema(), ?)) AND attname = 'recorded_at'""";

    /** The last column: whether it serves nothing but queries by time. */
    private static final String TIME_INDEXES =
            """
            SELECT am.amname, quote_ident(x.relname),
                   i.indnkeyatts = 1 AND NOT i.indisunique AND am.amname IN ('btree', 'brin')
              FROM pg_index i
              JOIN pg_class x ON x.oid = i.indexrelid
              JOIN pg_am am ON am.oid = x.relam
              JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
             WHERE i.indrelid = to_regclass(format('%I.%I', current_schema(), ?))
               AND a.attname = 'recorded_at' AND i.indisvalid AND i.indpred IS NULL
             ORDER BY 2""";

    private static final String FOREIGN_KEY =
            """
            SELECT EXISTS (
                SELECT 1 FROM pg_constraint k
                  JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
                 WHERE k.conrelid = to_regclass(format('%I.%I', current_schema(), ?)) AND k.contype = 'f'
                   AND cardinality(k.conkey) = 1 AND a.attname = 'miner_id')""";

    private static final String TELEMETRY = WarehouseTable.MINER_TELEMETRY.toString();

    private final Connection connection;
    private final TableOptions options;

    private record TimeIndex(String method, String name, boolean isForTimeAlone) {}

    SchemaInspection(Connection connection, TableOptions options) {
        this.connection = connection;
        this.options = options;
    }

    /** @throws WarehouseException when existing tables lack columns, or have times of another type */
    Set<WarehouseTable> existing() throws SQLException {
        Array names = connection.createArrayOf(
                "text",
                Stream.of(WarehouseTable.values()).map(WarehouseTable::toString).toArray());
        Set<String> columns = Set.copyOf(Query.list(connection, COLUMNS, row -> row.getString(1), names));
        Set<WarehouseTable> existing = new TreeSet<>();
        Set<String> missing = new TreeSet<>();
        for (WarehouseTable table : WarehouseTable.values()) {
            if (columns.stream().anyMatch(column -> column.startsWith(table + "."))) {
                existing.add(table);
                table.columns().stream()
                        .map(column -> table + "." + column)
                        .filter(column -> !columns.contains(column))
                        .forEach(missing::add);
            }
        }
        if (!missing.isEmpty()) {
            throw new WarehouseException(
                    "existing tables: must have the columns that MinerStream needs, got none of "
                            + String.join(", ", missing) + "; add them, or use another database or schema",
                    null);
        }
        if (existing.contains(WarehouseTable.MINER_TELEMETRY)) {
            requireTimestamp();
        }
        return existing;
    }

    private void requireTimestamp() throws SQLException {
        String type = Query.list(connection, TIME_TYPE, row -> row.getString(1), TELEMETRY)
                .get(0);
        if (!type.equals("timestamp without time zone")) {
            throw new WarehouseException(
                    "miner_telemetry.recorded_at: must be timestamp without time zone (holding UTC), got " + type
                            + "; ALTER TABLE miner_telemetry ALTER COLUMN recorded_at TYPE timestamp "
                            + "USING recorded_at AT TIME ZONE 'UTC';",
                    null);
        }
    }

    /** The tables that are absent. */
    static List<SchemaChange> creations(TableOptions options, Set<WarehouseTable> existing) {
        List<SchemaChange> changes = new ArrayList<>();
        for (WarehouseTable table : WarehouseTable.values()) {
            if (existing.contains(table)) {
                continue;
            }
            changes.add(new SchemaChange(Kind.CREATE, table.toString(), "the table is absent", table.create(options)));
            if (table == WarehouseTable.MINER_TELEMETRY && options.monthly()) {
                options.range().ifPresent(range -> changes.addAll(TelemetryPartitions.changes(Kind.CREATE, range)));
            }
        }
        return changes;
    }

    SchemaPlan plan() throws SQLException {
        Set<WarehouseTable> existing = existing();
        List<SchemaChange> changes = new ArrayList<>(creations(options, existing));
        List<String> findings = new ArrayList<>();
        if (recreates(existing, findings)) {
            changes.add(new SchemaChange(
                    Kind.UPGRADE,
                    TELEMETRY,
                    "the table has no rows, and is made again with monthly partitions",
                    TelemetryDdl.recreate(options)));
            options.range().ifPresent(range -> changes.addAll(TelemetryPartitions.changes(Kind.UPGRADE, range)));
            existing.remove(WarehouseTable.MINER_TELEMETRY);
        }
        for (UniqueKey key : UniqueKey.ALL) {
            if (existing.contains(key.table()) && !key.isThere(connection)) {
                changes.add(key.upgrade());
                findings.addAll(key.obstacles(connection));
            }
        }
        if (existing.contains(WarehouseTable.MINER_TELEMETRY)) {
            indexes(changes);
            foreignKey(changes);
            changes.addAll(new TelemetryPartitions(connection).changes(options.range()));
        }
        return new SchemaPlan(Optional.of(WarehouseSchema.name(connection)), changes, findings);
    }

    /** A table with rows becomes partitioned by hand only: it takes its time and twice the room. */
    private boolean recreates(Set<WarehouseTable> existing, List<String> findings) throws SQLException {
        if (!options.monthly()
                || !existing.contains(WarehouseTable.MINER_TELEMETRY)
                || new TelemetryPartitions(connection).arePossible()) {
            return false;
        }
        boolean hasRows = TelemetryTable.hasRows(connection);
        if (hasRows) {
            findings.add(
                    "miner_telemetry: must be absent or empty to be made with monthly partitions, got rows; move it away with "
                            + "`CREATE SCHEMA before` and `ALTER TABLE miner_telemetry SET SCHEMA before` while no sink runs, run the same command again, "
                            + "and copy the rows with `INSERT INTO miner_telemetry SELECT * FROM before.miner_telemetry`");
        }
        return !hasRows;
    }

    private void indexes(List<SchemaChange> changes) throws SQLException {
        List<TimeIndex> indexes = Query.list(
                connection,
                TIME_INDEXES,
                row -> new TimeIndex(row.getString(1), row.getString(2), row.getBoolean(3)),
                TELEMETRY);
        if (options.recordedAtIndex().isEmpty() && !indexes.isEmpty()) {
            return;
        }
        RecordedAtIndex wanted = options.indexOrDefault();
        String method = wanted.name().toLowerCase(Locale.ROOT);
        if (wanted != RecordedAtIndex.NONE
                && indexes.stream().noneMatch(index -> index.method().equals(method))) {
            changes.add(new SchemaChange(
                    Kind.UPGRADE,
                    TELEMETRY,
                    "an index on recorded_at finds a range of time without reading the whole table",
                    TelemetryDdl.createIndex(wanted)));
        }
        indexes.stream()
                .filter(index -> index.isForTimeAlone() && !index.method().equals(method))
                .forEach(index -> changes.add(new SchemaChange(
                        Kind.UPGRADE,
                        TELEMETRY,
                        "the index %s on recorded_at is not the one that was asked for".formatted(index.name()),
                        "DROP INDEX %s;\n".formatted(index.name()))));
    }

    private void foreignKey(List<SchemaChange> changes) throws SQLException {
        if (options.foreignKey()
                && !Query.list(connection, FOREIGN_KEY, row -> row.getBoolean(1), TELEMETRY)
                        .get(0)) {
            changes.add(new SchemaChange(
                    Kind.UPGRADE,
                    TELEMETRY,
                    "a foreign key refuses readings of miners that hosting_miners lacks",
                    TelemetryDdl.ADD_FOREIGN_KEY));
        }
    }
}
