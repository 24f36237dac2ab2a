package io.minerstream.connect.copy.write;

import io.minerstream.connect.copy.database.SinkDatabase;
import io.minerstream.connect.copy.metrics.CopySinkMetrics;
import java.sql.Connection;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connection that batches are written on, opened when it is needed. For the writer's thread, except {@link #abort}. */
final class WriterSession {

    private static final Logger LOG = LoggerFactory.getLogger(WriterSession.class);

    private final SinkDatabase database;
    private final CopySinkMetrics metrics;
    private volatile Connection connection;
    private Staging staging;

    WriterSession(SinkDatabase database, CopySinkMetrics metrics) {
        this.database = database;
        this.metrics = metrics;
    }

    /** A connection without auto-commit. */
    Connection connection() throws SQLException {
        if (connection == null) {
            Connection opened = database.open();
            connection = opened;
            metrics.addConnection();
            staging = new Staging(opened);
            opened.setAutoCommit(false);
        }
        return connection;
    }

    boolean isOpen() {
        return connection != null;
    }

    Staging staging() {
        return staging;
    }

    void commit() throws SQLException {
        connection.commit();
        staging.committed();
    }

    void rollback() throws SQLException {
        connection.rollback();
        staging.rolledBack();
    }

    /** Ends the connection, whatever state it is in: its transaction is rolled back by the server. */
    void discard() {
        abort();
        connection = null;
        staging = null;
    }

    /** Ends the connection under the thread that uses it. */
    void abort() {
        Connection current = connection;
        if (current != null) {
            try {
                current.abort(Runnable::run);
            } catch (SQLException e) {
                LOG.debug("the connection was lost already", e);
            }
        }
    }
}
