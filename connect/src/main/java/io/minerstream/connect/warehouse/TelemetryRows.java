package io.minerstream.connect.warehouse;

import io.minerstream.schemas.miner.TelemetryRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The rows of {@code miner_telemetry}, streamed in the order of miner and time: in constant memory, from one
 * snapshot of the database. Not thread-safe, like its connection.
 */
public final class TelemetryRows {

    private static final int FETCH_ROWS = 5_000;

    private static final String MINERS_OF_SITE = "SELECT id FROM hosting_miners WHERE site_id = ?";

    private static final String ROWS =
            """
            SELECT t.miner_id, t.recorded_at, t.hashrate, t.power_consumption, t.temperature, t.fan_speed,
                   t.accepted_shares, t.rejected_shares
              FROM miner_telemetry t
             WHERE t.miner_id IN (%s) AND t.recorded_at >= ? AND t.recorded_at < ?
             ORDER BY t.miner_id, t.recorded_at""";

    private static final String MINERS_AND_OTHERS = MINERS_OF_SITE + " UNION ALL SELECT unnest(?::integer[])";

    /** Types that are read without conversion. */
    private static final Set<String> FRACTIONS = Set.of("float8", "numeric");

    private static final Set<String> WHOLES = Set.of("int2", "int4", "int8");

    private static final Map<String, Set<String>> TYPES = Map.of(
            "miner_id", Set.of("int2", "int4"),
            "recorded_at", Set.of("timestamp"),
            "hashrate", FRACTIONS,
            "power_consumption", FRACTIONS,
            "temperature", FRACTIONS,
            "fan_speed", WHOLES,
            "accepted_shares", WHOLES,
            "rejected_shares", WHOLES);

    private final Connection connection;

    /** @param connection stays the caller's: it is not closed here, and must not be inside a transaction */
    public TelemetryRows(Connection connection) {
        this.connection = connection;
    }

    /**
     * Hands over every row in {@code [from, to)} of the miners that {@code hosting_miners} knows at the site, and of further
     * miners, ascending by miner and then by time; rows that share both come in any order.
     *
     * <p>Doubles are those of the table, bit for bit; a {@code numeric} becomes the nearest double.
     *
     * @param siteId {@code hosting_sites.id}
     * @param from first time, inclusive
     * @param to end, exclusive
     * @param further ids of miners whose rows are read in addition, whatever their site; may include miners of the site
     * @throws WarehouseUnavailableException when the tables are missing or the connection is lost
     * @throws WarehouseException when a column has a type whose values cannot be read exactly
     */
    public void read(int siteId, Instant from, Instant to, IntStream further, Consumer<TelemetryRow> reader) {
        WarehouseTransaction.snapshot(connection, "reading the telemetry of site " + siteId, () -> {
            prepareSession();
            Integer[] others = notOf(siteId, further);
            try (PreparedStatement query = connection.prepareStatement(
                    ROWS.formatted(others.length == 0 ? MINERS_OF_SITE : MINERS_AND_OTHERS))) {
                query.setFetchSize(FETCH_ROWS);
                int parameter = 1;
                query.setInt(parameter++, siteId);
                if (others.length > 0) {
                    query.setArray(parameter++, connection.createArrayOf("integer", others));
                }
                query.setObject(parameter++, UtcTime.toColumn(from));
                query.setObject(parameter, UtcTime.toColumn(to));
                try (ResultSet rows = query.executeQuery()) {
                    requireExactTypes(rows);
                    while (rows.next()) {
                        reader.accept(row(rows));
                    }
                }
            }
            return null;
        });
    }

    /**
     * For this transaction only. Doubles in text form have all digits, independent of the server's settings. The plan must be
     * optimal for all rows, not for the first rows of a cursor: on tables without statistics PostgreSQL would choose a nested
     * loop over all miners for each row.
     */
    private void prepareSession() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL extra_float_digits = 3");
            statement.execute("SET LOCAL cursor_tuple_fraction = 1");
            statement.execute("SET LOCAL enable_nestloop = off");
        }
    }

    /** The further miners that are not of the site: usually none, which keeps the query simple. */
    private Integer[] notOf(int siteId, IntStream further) throws SQLException {
        int[] ofSite = minersOf(siteId);
        return further.filter(miner -> Arrays.binarySearch(ofSite, miner) < 0)
                .boxed()
                .toArray(Integer[]::new);
    }

    /** Ascending: 4 bytes a miner, however large the ids are. */
    private int[] minersOf(int siteId) throws SQLException {
        int[] miners = new int[1024];
        int size = 0;
        try (PreparedStatement query = connection.prepareStatement(MINERS_OF_SITE)) {
            query.setFetchSize(FETCH_ROWS);
            query.setInt(1, siteId);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    if (size == miners.length) {
                        miners = Arrays.copyOf(miners, Math.addExact(size, size / 2));
                    }
                    miners[size++] = rows.getInt(1);
                }
            }
        }
        int[] sorted = Arrays.copyOf(miners, size);
        Arrays.sort(sorted);
        return sorted;
    }

    private static void requireExactTypes(ResultSet rows) throws SQLException {
        Map<String, String> wrong = new TreeMap<>();
        for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
            String name = rows.getMetaData().getColumnName(column);
            String type = rows.getMetaData().getColumnTypeName(column);
            if (!TYPES.get(name).contains(type)) {
                wrong.put(name, type);
            }
        }
        if (!wrong.isEmpty()) {
            throw new WarehouseException(
                    "miner_telemetry: must have columns of types that can be compared exactly (those of `minerstream fleet init`), got "
                            + wrong,
                    null);
        }
    }

    private static TelemetryRow row(ResultSet rows) throws SQLException {
        return new TelemetryRow(
                rows.getInt(1),
                UtcTime.fromColumn(rows, 2),
                fraction(rows, 3),
                fraction(rows, 4),
                fraction(rows, 5),
                whole(rows, 6),
                whole(rows, 7),
                whole(rows, 8));
    }

    private static Double fraction(ResultSet rows, int column) throws SQLException {
        double value = rows.getDouble(column);
        return rows.wasNull() ? null : value;
    }

    private static Long whole(ResultSet rows, int column) throws SQLException {
        long value = rows.getLong(column);
        return rows.wasNull() ? null : value;
    }
}
