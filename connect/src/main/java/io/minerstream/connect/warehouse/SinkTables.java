package io.minerstream.connect.warehouse;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.postgresql.util.PSQLException;

/**
 * Whether tables that existed before can hold every row that a sink writes. Debezium's sink stops at the first row that its table
 * refuses. Changes nothing. Not thread-safe, like its connection.
 */
public final class SinkTables {

    /** Constraints that compare a row with others, and those that judge a row alone, which {@code expression} is for. */
    private static final String CONSTRAINTS =
            """
            SELECT conname, contype::text, pg_get_constraintdef(oid), pg_get_expr(conbin, conrelid), quote_ident(conname)
              FROM pg_constraint WHERE conrelid = to_regclass(?) AND contype IN ('f', 'c', 'x') ORDER BY conname""";

    private static final String REQUIRED_COLUMNS =
            """
            SELECT attname, quote_ident(attname), atthasdef OR attidentity <> '' FROM pg_attribute
             WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT attisdropped AND attnotnull ORDER BY attnum""";

    private static final String TYPE =
            """
            SELECT format_type(atttypid, atttypmod) FROM pg_attribute
             WHERE attrelid = to_regclass(?) AND attname = ?""";

    private static final String CONSEQUENCE = " would stop the sink; ";

    private record Constraint(String name, String type, String definition, String expression, String quotedName) {}

    private record RequiredColumn(String name, String quotedName, boolean hasDefault) {}

    private final Connection connection;

    /** @param connection stays the caller's: it is not closed here, and must be in auto-commit mode */
    public SinkTables(Connection connection) {
        this.connection = connection;
    }

    /**
     * One sentence, with the SQL that helps, for each constraint, type and column that refuses what a sink may write.
     *
     * @param tables names of tables that sinks fill
     * @throws WarehouseUnavailableException when the tables are missing or the connection is lost
     */
    public List<String> findings(Collection<String> tables) {
        List<String> findings = new ArrayList<>();
        for (SinkColumns table : SinkColumns.ALL) {
            if (!tables.contains(table.table())) {
                continue;
            }
            try {
                uniqueKey(table, findings);
                List<String> narrow = types(table);
                findings.addAll(narrow);
                constraints(table, narrow.isEmpty(), findings);
                requiredColumns(table, findings);
            } catch (SQLException e) {
                throw WarehouseErrors.running(connection, "reading the constraints of " + table.table(), e);
            }
        }
        return findings;
    }

    private void uniqueKey(SinkColumns table, List<String> findings) throws SQLException {
        for (UniqueKey key : UniqueKey.ALL) {
            if (key.table().toString().equals(table.table()) && !key.isThere(connection)) {
                findings.add(key.finding());
            }
        }
    }

    /**
     * Requires that {@code hosting_miners} may be filled by a sink: with a schedule, its statuses are those before the first change,
     * and the topic's last ones would replace them.
     *
     * @throws WarehouseException when there is a schedule
     */
    public void requireNoSchedule() {
        try {
            long changes = Query.list(
                            connection, "SELECT count(*) FROM hosting_miner_status_changes", row -> row.getLong(1))
                    .get(0);
            if (changes > 0) {
                throw new WarehouseException(
                        "hosting_miners: must not have a schedule to be filled by a sink, got " + changes
                                + " rows in hosting_miner_status_changes: status is the one before a miner's first change "
                                + "there, and the sink would write its last one; fill the table with `minerstream fleet load`",
                        null);
            }
        } catch (SQLException e) {
            throw WarehouseErrors.running(connection, "reading hosting_miner_status_changes", e);
        }
    }

    private void constraints(SinkColumns table, boolean takesExtremes, List<String> findings) throws SQLException {
        List<Constraint> constraints = Query.list(
                connection,
                CONSTRAINTS,
                row -> new Constraint(
                        row.getString(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5)),
                table.table());
        for (Constraint constraint : constraints) {
            if (constraint.type().equals("c") && holds(table, takesExtremes, constraint.expression())) {
                continue;
            }
            findings.add(
                    "%s: constraint %s (%s) refuses rows within the sink's limits, and one of them%sALTER TABLE %s DROP CONSTRAINT %s;"
                            .formatted(
                                    table.table(),
                                    constraint.name(),
                                    constraint.definition(),
                                    CONSEQUENCE,
                                    table.table(),
                                    constraint.quotedName()));
        }
    }

    /**
     * Whether a check accepts the extreme rows.
     *
     * @param takesExtremes whether the columns can hold them; if not, nothing is known about the check
     */
    private boolean holds(SinkColumns table, boolean takesExtremes, String expression) throws SQLException {
        // From the catalog, where it already runs for every row.
        String sql = "SELECT 1 FROM jsonb_populate_recordset(NULL::%1$s, ?::jsonb) AS %1$s WHERE (%2$s) IS FALSE"
                .formatted(table.table(), expression.replace("?", "??"));
        try {
            return Query.list(connection, sql, row -> row.getInt(1), table.extremeRows())
                    .isEmpty();
        } catch (PSQLException e) {
            requireRefusal(e);
            return !takesExtremes;
        }
    }

    private void requiredColumns(SinkColumns table, List<String> findings) throws SQLException {
        List<RequiredColumn> required = Query.list(
                connection,
                REQUIRED_COLUMNS,
                row -> new RequiredColumn(row.getString(1), row.getString(2), row.getBoolean(3)),
                table.table());
        for (RequiredColumn column : required) {
            SinkColumns.Column written = table.columns().get(column.name());
            if (written == null ? !column.hasDefault() : written.nullable()) {
                findings.add(
                        "%s.%s: is NOT NULL, and the sink writes %s, so that it%sALTER TABLE %s ALTER COLUMN %s DROP NOT NULL;"
                                .formatted(
                                        table.table(),
                                        column.name(),
                                        written == null ? "no value of it" : "NULL where there is no reading",
                                        CONSEQUENCE,
                                        table.table(),
                                        column.quotedName()));
            }
        }
    }

    private List<String> types(SinkColumns table) throws SQLException {
        List<String> findings = new ArrayList<>();
        for (Map.Entry<String, SinkColumns.Column> entry : table.columns().entrySet()) {
            String name = entry.getKey();
            SinkColumns.Column column = entry.getValue();
            if (!takes(table.table(), name, column)) {
                findings.add(
                        "%s.%s: must take every value within the sink's limits, got %s, and another value%sALTER TABLE %s ALTER COLUMN %s TYPE %s;"
                                .formatted(
                                        table.table(),
                                        name,
                                        type(table.table(), name),
                                        CONSEQUENCE,
                                        table.table(),
                                        name,
                                        column.type()));
            }
        }
        return findings;
    }

    private boolean takes(String table, String name, SinkColumns.Column column) throws SQLException {
        try {
            Query.list(
                    connection,
                    "SELECT %s FROM jsonb_populate_recordset(NULL::%s, ?::jsonb)".formatted(name, table),
                    row -> row.getObject(1),
                    "[{\"%1$s\":%2$s},{\"%1$s\":%3$s}]".formatted(name, column.lowest(), column.highest()));
            return true;
        } catch (PSQLException e) {
            requireRefusal(e);
            return false;
        }
    }

    private String type(String table, String column) throws SQLException {
        return Query.list(connection, TYPE, row -> row.getString(1), table, column)
                .get(0);
    }

    /** Throws what is no refusal of a value. */
    private static void requireRefusal(PSQLException failure) throws PSQLException {
        // Class 22: data exceptions; 23: violated constraints, here of a domain.
        String state = String.valueOf(failure.getSQLState());
        if (!state.startsWith("22") && !state.startsWith("23")) {
            throw failure;
        }
    }
}
