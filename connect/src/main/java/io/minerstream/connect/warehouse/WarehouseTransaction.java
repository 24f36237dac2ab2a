package io.minerstream.connect.warehouse;

import java.sql.Connection;
import java.sql.SQLException;

/** Runs statements as one transaction and leaves the connection's settings as they were. */
final class WarehouseTransaction {

    /** Statements that belong together. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws SQLException;
    }

    private WarehouseTransaction() {}

    /** Commits when {@code work} returns, rolls back when it throws. */
    static <T> T write(Connection connection, String what, Work<T> work) {
        return run(connection, what, Connection.TRANSACTION_READ_COMMITTED, false, work);
    }

    /** Runs all queries of {@code work} on one snapshot, so that concurrent inserts cannot make them disagree. */
    static <T> T snapshot(Connection connection, String what, Work<T> work) {
        return run(connection, what, Connection.TRANSACTION_REPEATABLE_READ, true, work);
    }

    /**
     * As {@link #snapshot}, for joins of readings with what they are compared with. Planned with statistics from before a range
     * was loaded, nested loops would read all miners, or all changes, once for each reading.
     */
    static <T> T snapshotOfReadings(Connection connection, String what, Work<T> work) {
        return snapshot(connection, what, () -> {
            Query.list(connection, "SELECT set_config('enable_nestloop', 'off', true)", row -> row.getString(1));
            return work.run();
        });
    }

    private static <T> T run(Connection connection, String what, int isolation, boolean readOnly, Work<T> work) {
        try {
            boolean autoCommit = connection.getAutoCommit();
            boolean wasReadOnly = connection.isReadOnly();
            int wasIsolation = connection.getTransactionIsolation();
            connection.setReadOnly(readOnly);
            connection.setTransactionIsolation(isolation);
            connection.setAutoCommit(false);
            try {
                T result = work.run();
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException | Error e) {
                rollback(connection, e);
                throw e;
            } finally {
                if (!connection.isClosed()) {
                    connection.setAutoCommit(autoCommit);
                    connection.setTransactionIsolation(wasIsolation);
                    connection.setReadOnly(wasReadOnly);
                }
            }
        } catch (SQLException e) {
            throw WarehouseErrors.running(connection, what, e);
        }
    }

    private static void rollback(Connection connection, Throwable failure) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            // The connection is lost and with it the transaction: the first failure says why.
            failure.addSuppressed(e);
        }
    }
}
