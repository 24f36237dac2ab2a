package io.minerstream.connect.copy.offsets;

import io.minerstream.connect.copy.database.SqlFailure;
import io.minerstream.connect.copy.table.TableName;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * Offsets in the warehouse, one row for each partition of a connector. The fence of a row is the number of its claims: a task whose fence
 * is not that of the row has lost the partition. Immutable; connections are the caller's.
 */
public final class OffsetsTable {

    private static final String COLUMNS =
            """
             (
                connector   text NOT NULL,
                topic       text NOT NULL,
                partition   integer NOT NULL,
                next_offset bigint,
                fence       bigint NOT NULL,
                last_record text,
                changed_at  timestamptz NOT NULL DEFAULT now(),
                PRIMARY KEY (connector, topic, partition)
            ) WITH (fillfactor = 50)""";

    /** A batch takes less; who holds the row longer is stopped or has lost its network. */
    private static final String LOCK_TIMEOUT = "5s";

    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private final TableName table;
    private final String connector;
    private final RecordFingerprint fingerprint;

    public OffsetsTable(TableName table, String connector, RecordFingerprint fingerprint) {
        this.table = table;
        this.connector = connector;
        this.fingerprint = fingerprint;
    }

    @Override
    public String toString() {
        return table.toString();
    }

    RecordFingerprint fingerprint() {
        return fingerprint;
    }

    /**
     * Creates the table if there is none.
     *
     * @param connection in auto-commit mode
     * @throws ConnectException when the user may not, with the statement to run
     */
    public void create(Connection connection) throws SQLException {
        if (exists(connection)) {
            return;
        }
        String sql = "CREATE TABLE IF NOT EXISTS " + table.quoted() + COLUMNS;
        try (Statement statement = connection.createStatement()) {
            // Two tasks at once: IF NOT EXISTS alone lets one of them fail.
            statement.execute(
                    "BEGIN; SELECT pg_advisory_xact_lock(hashtext('minerstream_sink_offsets')); " + sql + "; COMMIT");
        } catch (SQLException e) {
            if (SqlFailure.state(e).equals(INSUFFICIENT_PRIVILEGE)) {
                throw new ConnectException(
                        "offsets.table: the table " + table + " must exist or the user must be allowed to create it, "
                                + SqlFailure.sentence(e) + ", or run: " + sql.replaceAll("\\s+", " "),
                        e);
            }
            throw e;
        }
    }

    private boolean exists(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT to_regclass(?) IS NOT NULL")) {
            query.setString(1, table.quoted());
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /**
     * Takes partitions over: no task that claimed them before can write any more.
     *
     * @param connection in auto-commit mode
     */
    Map<TopicPartition, ClaimedPartition> claim(Connection connection, Collection<TopicPartition> partitions)
            throws SQLException {
        try {
            return tryClaim(connection, partitions);
        } catch (SQLException e) {
            if (!SqlFailure.state(e).equals(LOCK_NOT_AVAILABLE)) {
                throw e;
            }
            endHolders(connection, partitions);
            return tryClaim(connection, partitions);
        }
    }

    private Map<TopicPartition, ClaimedPartition> tryClaim(Connection connection, Collection<TopicPartition> partitions)
            throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            // For this transaction: a pool may give the session to others, whose waits are none of ours.
            statement.execute("SET LOCAL lock_timeout = '" + LOCK_TIMEOUT + "'");
            Map<TopicPartition, ClaimedPartition> claims = upsertClaims(connection, partitions);
            connection.commit();
            return claims;
        } finally {
            if (!connection.isClosed()) {
                // A claim that failed leaves a transaction behind, others none.
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    private Map<TopicPartition, ClaimedPartition> upsertClaims(
            Connection connection, Collection<TopicPartition> partitions) throws SQLException {
        String sql = "INSERT INTO " + table.quoted() + " AS o (connector, topic, partition, fence) "
                + "SELECT ?, topic, partition, 1 FROM unnest(?::text[], ?::int[]) AS v (topic, partition) "
                + "ORDER BY topic, partition ON CONFLICT (connector, topic, partition) "
                + "DO UPDATE SET fence = o.fence + 1, changed_at = now() "
                + "RETURNING topic, partition, next_offset, fence, last_record";
        Map<TopicPartition, ClaimedPartition> claims = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            setPartitions(connection, statement, List.copyOf(partitions));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    TopicPartition partition = new TopicPartition(row.getString(1), row.getInt(2));
                    claims.put(
                            partition,
                            new ClaimedPartition(partition, row.getLong(4), (Long) row.getObject(3), row.getString(5)));
                }
            }
        }
        return claims;
    }

    /** A stopped process keeps its transaction, and with it the rows, until its session ends. */
    private void endHolders(Connection connection, Collection<TopicPartition> partitions) throws SQLException {
        String sql = "SELECT pg_terminate_backend(l.pid) FROM " + table.quoted() + " o "
                + "JOIN pg_locks l ON l.locktype = 'transactionid' AND l.granted AND l.transactionid = o.xmax "
                + "WHERE o.connector = ? "
                + "AND (o.topic, o.partition) IN (SELECT * FROM unnest(?::text[], ?::int[])) AND l.pid <> pg_backend_pid()";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            setPartitions(connection, statement, List.copyOf(partitions));
            statement.execute();
        }
    }

    private void setPartitions(Connection connection, PreparedStatement statement, List<TopicPartition> partitions)
            throws SQLException {
        statement.setString(1, connector);
        statement.setArray(2, array(connection, "text", partitions, TopicPartition::topic));
        statement.setArray(3, array(connection, "int4", partitions, TopicPartition::partition));
    }

    private static <T> Array array(Connection connection, String type, List<T> values, Function<? super T, Object> part)
            throws SQLException {
        return connection.createArrayOf(type, values.stream().map(part).toArray());
    }

    /**
     * The statement that moves partitions on, in the caller's transaction. It must change one row for each of them; otherwise a row is
     * not where the batch begins, or has another fence: {@link #look} says why.
     *
     * @param before statements without parameters that come first, in the same round trip
     */
    public PreparedStatement advance(Connection connection, String before, List<Advance> advances) throws SQLException {
        String sql = before + "UPDATE " + table.quoted().replace("?", "??")
                + " o SET next_offset = v.next, last_record = v.last, changed_at = now() "
                + "FROM unnest(?::text[], ?::int[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[]) "
                + "AS v (topic, partition, fence, old, next, last) WHERE o.connector = ? AND o.topic = v.topic "
                + "AND o.partition = v.partition AND o.fence = v.fence AND o.next_offset IS NOT DISTINCT FROM v.old";
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            statement.setArray(1, array(connection, "text", advances, each -> each.claim()
                    .partition()
                    .topic()));
            statement.setArray(2, array(connection, "int4", advances, each -> each.claim()
                    .partition()
                    .partition()));
            statement.setArray(
                    3, array(connection, "int8", advances, each -> each.claim().fence()));
            statement.setArray(4, array(connection, "int8", advances, Advance::from));
            statement.setArray(5, array(connection, "int8", advances, Advance::next));
            statement.setArray(6, array(connection, "text", advances, each -> fingerprint.of(each.last())));
            statement.setString(7, connector);
            return statement;
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }

    /** Why {@link #advance} did not move all rows. */
    public enum Reason {
        /** The batch had landed; the answer to its commit was lost. */
        LANDED,
        /** Another task has claimed partitions since; they are marked. */
        FENCED
    }

    /**
     * Reads the rows of a batch that could not be advanced.
     *
     * @throws ConnectException when neither a lost answer nor another task explains it
     */
    public Reason look(Connection connection, List<Advance> advances) throws SQLException {
        Map<TopicPartition, ClaimedPartition> rows = read(connection);
        Set<String> changed = new TreeSet<>();
        Set<ClaimedPartition> fenced = new HashSet<>();
        int landed = 0;
        for (Advance advance : advances) {
            ClaimedPartition claim = advance.claim();
            ClaimedPartition row = rows.get(claim.partition());
            if (row == null || row.fence() != claim.fence()) {
                fenced.add(claim);
            } else if (row.stored() != null && row.stored() == advance.next()) {
                landed++;
            } else if (!Objects.equals(row.stored(), advance.from())) {
                changed.add(claim.partition() + " is at " + row.stored() + ", must be at " + advance.from());
            }
        }
        if (!fenced.isEmpty()) {
            fenced.forEach(ClaimedPartition::markFenced);
            return Reason.FENCED;
        }
        if (landed == advances.size()) {
            return Reason.LANDED;
        }
        throw new ConnectException("offsets table " + table + ": only this task may move its offsets, got "
                + String.join(", ", changed)
                + ". After a fail-over or a restore of the database, restart the task: it goes on from there. Change"
                + " offsets by Connect's REST API only (PATCH or DELETE /connectors/" + connector
                + "/offsets), while the connector is stopped");
    }

    private Map<TopicPartition, ClaimedPartition> read(Connection connection) throws SQLException {
        String sql = "SELECT topic, partition, next_offset, fence FROM " + table.quoted() + " WHERE connector = ?";
        Map<TopicPartition, ClaimedPartition> rows = new HashMap<>();
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, connector);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    TopicPartition partition = new TopicPartition(row.getString(1), row.getInt(2));
                    rows.put(partition, new ClaimedPartition(partition, row.getLong(4), (Long) row.getObject(3), null));
                }
            }
        }
        return rows;
    }

    /**
     * Sets offsets, as Connect's REST API asks for. The fence moves as well, so that no task that still runs can undo it.
     *
     * @param connection in auto-commit mode
     * @param offsets of the next record; null for a partition from which nothing has landed
     */
    public void alter(Connection connection, Map<TopicPartition, Long> offsets) throws SQLException {
        String sql = "INSERT INTO " + table.quoted() + " AS o (connector, topic, partition, next_offset, fence) "
                + "SELECT ?, topic, partition, next, 1 FROM unnest(?::text[], ?::int[], ?::bigint[]) "
                + "AS v (topic, partition, next) ON CONFLICT (connector, topic, partition) DO UPDATE "
                + "SET next_offset = excluded.next_offset, last_record = NULL, fence = o.fence + 1, changed_at = now()";
        List<TopicPartition> partitions = List.copyOf(offsets.keySet());
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            setPartitions(connection, statement, partitions);
            statement.setArray(4, array(connection, "int8", partitions, offsets::get));
            statement.executeUpdate();
        }
    }
}
