package io.minerstream.connect.warehouse;

import io.minerstream.schemas.run.TimeRange;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
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

    private static final String MAY_MAKE =
            """
            SELECT pg_has_role(relowner, 'USAGE') AND has_schema_privilege(relnamespace, 'CREATE') FROM pg_class
             WHERE oid = to_regclass(format('%I.%I', current_schema(), 'miner_telemetry'))""";

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
            for (SchemaChange change : changes(SchemaChange.Kind.PARTITION, missing.stream())) {
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

    /**
     * What stands in the way of {@link #ensure}: a sentence, or nothing.
     *
     * @throws WarehouseUnavailableException when the connection is lost
     */
    public Optional<String> obstacle(TimeRange range) {
        List<YearMonth> missing = missing(range.from(), range.to());
        try {
            return missing.isEmpty()
                            || Query.list(connection, MAY_MAKE, row -> row.getBoolean(1))
                                    .get(0)
                    ? Optional.empty()
                    : Optional.of(
                            "miner_telemetry: its owner must make the partitions from %s to %s, and user '%s' is not; have the owner run `minerstream sink ddl --apply --from %s --to %s`"
                                    .formatted(
                                            missing.get(0),
                                            missing.get(missing.size() - 1),
                                            Query.list(connection, "SELECT current_user", row -> row.getString(1))
                                                    .get(0),
                                            range.from(),
                                            range.to()));
        } catch (SQLException e) {
            throw WarehouseErrors.running(connection, "reading the owner of miner_telemetry", e);
        }
    }

    /** Whether the table is partitioned by time. */
    boolean arePossible() throws SQLException {
        return Query.list(connection, PARTITION_KEY, row -> row.getString(1))
                .get(0)
                .equals(KEY);
    }

    /** Makes the months of the rows in the default partition, and of a range. */
    List<SchemaChange> changes(Optional<TimeRange> range) throws SQLException {
        SortedSet<YearMonth> months = new TreeSet<>(
                range.map(TelemetryPartitions::months).orElse(Stream.empty()).toList());
        Optional<String> rest = arePossible()
                ? partitions().stream()
                        .filter(Partition::isDefault)
                        .map(Partition::name)
                        .findFirst()
                : Optional.empty();
        if (rest.isPresent()) {
            months.addAll(Query.list(
                    connection,
                    "SELECT DISTINCT date_trunc('month', recorded_at) FROM " + rest.get(),
                    row -> YearMonth.from(row.getObject(1, LocalDateTime.class))));
        }
        return changes(SchemaChange.Kind.PARTITION, missing(months.stream()).stream());
    }

    /** Makes the months of a range in a table that has none. */
    static List<SchemaChange> changes(SchemaChange.Kind kind, TimeRange range) {
        return changes(kind, months(range));
    }

    private static List<SchemaChange> changes(SchemaChange.Kind kind, Stream<YearMonth> months) {
        return months.map(month -> new SchemaChange(
                        kind,
                        WarehouseTable.MINER_TELEMETRY.toString(),
                        "the partition of " + month + " is absent",
                        TelemetryDdl.month(month)))
                .toList();
    }

    private static Stream<YearMonth> months(TimeRange range) {
        return months(range.from(), range.to());
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
}
