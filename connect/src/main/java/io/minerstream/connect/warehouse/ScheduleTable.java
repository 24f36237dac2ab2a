package io.minerstream.connect.warehouse;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;

/**
 * Scheduled status changes of miners: {@code hosting_miner_status_changes}. All methods throw
 * {@link WarehouseUnavailableException} when the tables are missing or the connection is lost.
 */
public final class ScheduleTable {

    private static final String CREATE_STAGE =
            """
            CREATE TEMPORARY TABLE minerstream_schedule (
                miner_id integer NOT NULL, valid_from timestamp without time zone NOT NULL, status text NOT NULL)
                ON COMMIT DROP""";

    private static final String REMOVE =
            """
            DELETE FROM hosting_miner_status_changes c
             USING hosting_miners m
             WHERE m.id = c.miner_id AND m.site_id = ANY (?)
               AND NOT EXISTS (SELECT 1 FROM minerstream_schedule s
                                WHERE s.miner_id = c.miner_id AND s.valid_from = c.valid_from)""";

    // Equal rows stay untouched.
    private static final String MERGE =
            """
            INSERT INTO hosting_miner_status_changes AS c (miner_id, valid_from, status)
            SELECT miner_id, valid_from, status FROM minerstream_schedule ORDER BY miner_id, valid_from
            ON CONFLICT (miner_id, valid_from) DO UPDATE SET status = excluded.status
             WHERE c.status <> excluded.status""";

    private ScheduleTable() {}

    /**
     * Replaces the schedules of sites in one transaction: changes that are not given are removed.
     *
     * @param connection stays the caller's: it is not closed here, and must not be inside a transaction
     * @param changes of miners of these sites; read once, in any order, never held in memory
     * @throws WarehouseException when a miner is unknown; nothing is written then
     */
    public static SeededSchedule replace(
            Connection connection, Collection<Integer> siteIds, Iterable<StatusChange> changes) {
        return WarehouseTransaction.write(
                connection, "replacing the schedule", () -> write(connection, siteIds, changes));
    }

    /** Inside a transaction of the caller. */
    static SeededSchedule write(Connection connection, Collection<Integer> siteIds, Iterable<StatusChange> changes)
            throws SQLException {
        try (Statement statement = connection.createStatement();
                PreparedStatement remove = connection.prepareStatement(REMOVE)) {
            statement.execute(CREATE_STAGE);
            long staged = CopyText.into(
                    "minerstream_schedule (miner_id, valid_from, status)",
                    connection,
                    changes,
                    (copy, change) -> copy.field(change.minerId())
                            .field(UtcTime.toColumn(change.validFrom()))
                            .last(change.status()));
            statement.execute("ANALYZE minerstream_schedule");
            remove.setArray(1, connection.createArrayOf("integer", siteIds.toArray()));
            long removed = remove.executeLargeUpdate();
            long written = statement.executeLargeUpdate(MERGE);
            statement.execute("ANALYZE hosting_miner_status_changes");
            return new SeededSchedule(written, removed, staged - written);
        }
    }
}
