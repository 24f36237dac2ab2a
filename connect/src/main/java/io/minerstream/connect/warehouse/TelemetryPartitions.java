package io.minerstream.connect.warehouse;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Monthly partitions of {@code miner_telemetry}, made as rows need them. Only a table that is partitioned by the range of
 * {@code recorded_at}, and whose partitions are whole months in UTC, gets any: others have an owner who makes them. All methods
 * throw {@link WarehouseUnavailableException} when the connection is lost. Not thread-safe, like its connection.
 */
public final class TelemetryPartitions {

    private static final String KEY = "RANGE (recorded_at)";
    private static final String DEFAULT = "DEFAULT";

    private static final String PARTITION_KEY =
            """
            SELECT coalesce(pg_get_partkeydef(to_regclass(format('%I.%I', current_schema(), 'miner_telemetry'))), '')""";

    private static final String BOUNDS =
            """
            SELECT c.oid::regclass::text, pg_get_expr(c.relpartbound, c.oid)
              FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
             WHERE i.inhparent = to_regclass(format('%I.%I', current_schema(), 'miner_telemetry'))""";

    private static final Pattern FIRST_OF_MONTH =
            Pattern.compile("FOR VALUES FROM \\('(\\d{4}-\\d\\d)-01 00:00:00'\\) TO .*");

    private final Connection connection;

    private record Partition(String name, String bound) {

        boolean isDefault() {
            return bound.equals(DEFAULT);
        }

        Optional<YearMonth> month() {
            Matcher first = FIRST_OF_MONTH.matcher(bound);
            return first.matches()
                    ? Optional.of(YearMonth.parse(first.group(1)))
                            .filter(month -> TelemetryDdl.bound(month).equals(bound))
                    : Optional.empty();
        }
    }

    /** @param connection stays the caller's: it is not closed here, and must not be inside a transaction */
    public TelemetryPartitions(Connection connection) {
        this.connection = connection;
    }

    /**
     * Makes the partitions of a range that are missing, and moves rows of these months out of the default partition. Idempotent;
     * concurrent calls wait for each other. Waits for transactions that use the table, and later ones wait for this.
     *
     * @param from inclusive
     * @param to exclusive, after {@code from}
     * @return the months that it made, ascending; empty for a table that is absent, is not partitioned, or has its own scheme
     * @throws WarehouseException when the user may not, or transactions use the table for more than 30 s
     */
    public List<YearMonth> ensure(Instant from, Instant to) {
        if (missing(from, to).isEmpty()) {
            return List.of();
        }
        return WarehouseSchema.change(connection, "making partitions of miner_telemetry", statement -> {
            List<YearMonth> missing = missing(months(from, to));
            for (SchemaChange change : changes(missing)) {
                statement.execute(change.sql());
            }
            return missing;
        });
    }

    /** The months that {@link #ensure} would make, ascending. Changes nothing. */
    public List<YearMonth> missing(Instant from, Instant to) {
        try {
            return missing(months(from, to));
        } catch (SQLException e) {
            throw WarehouseErrors.running(connection, "reading the partitions of miner_telemetry", e);
        }
    }

    private static Stream<YearMonth> months(Instant from, Instant to) {
        YearMonth last = YearMonth.from(to.minusNanos(1).atOffset(ZoneOffset.UTC));
        return Stream.iterate(
                YearMonth.from(from.atOffset(ZoneOffset.UTC)),
                month -> !month.isAfter(last),
                month -> month.plusMonths(1));
    }

    /** Whether the table is partitioned by time. */
    boolean arePossible() throws SQLException {
        return Query.list(connection, PARTITION_KEY, row -> row.getString(1))
                .get(0)
                .equals(KEY);
    }

    /** Moves the rows of the default partition into months. */
    List<SchemaChange> changes() throws SQLException {
        Optional<String> rest = arePossible() ? defaultOf(partitions()) : Optional.empty();
        if (rest.isEmpty()) {
            return List.of();
        }
        Set<YearMonth> months = new TreeSet<>(Query.list(
                connection,
                "SELECT DISTINCT date_trunc('month', recorded_at) FROM " + rest.get(),
                row -> YearMonth.from(row.getObject(1, LocalDateTime.class))));
        return changes(missing(months.stream()));
    }

    private static List<SchemaChange> changes(List<YearMonth> missing) {
        return missing.stream()
                .map(month -> new SchemaChange(
                        SchemaChange.Kind.PARTITION,
                        WarehouseTable.MINER_TELEMETRY.toString(),
                        "rows of %s move from the default partition to their own".formatted(month),
                        TelemetryDdl.month(month)))
                .toList();
    }

    private List<YearMonth> missing(Stream<YearMonth> wanted) throws SQLException {
        if (!arePossible()) {
            return List.of();
        }
        List<Partition> ranges = partitions().stream()
                .filter(partition -> !partition.isDefault())
                .toList();
        Set<YearMonth> present =
                ranges.stream().flatMap(range -> range.month().stream()).collect(Collectors.toSet());
        return present.size() < ranges.size()
                ? List.of()
                : wanted.filter(month -> !present.contains(month)).toList();
    }

    private List<Partition> partitions() throws SQLException {
        return Query.list(connection, BOUNDS, row -> new Partition(row.getString(1), row.getString(2)));
    }

    private static Optional<String> defaultOf(List<Partition> partitions) {
        return partitions.stream()
                .filter(Partition::isDefault)
                .map(Partition::name)
                .findFirst();
    }
}
