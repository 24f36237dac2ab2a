package io.minerstream.connect.warehouse;

import io.minerstream.connect.copy.database.SqlFailure;
import io.minerstream.schemas.access.TlsProblem;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/** Turns failures of the driver into messages with cause and fix. */
final class WarehouseErrors {

    private static final String INVALID_PASSWORD = "28P01";
    private static final String INVALID_AUTHORIZATION = "28000";
    private static final String NO_SUCH_DATABASE = "3D000";
    private static final String INVALID_PARAMETER = "22023";
    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final String UNDEFINED_TABLE = "42P01";
    private static final String UNDEFINED_COLUMN = "42703";

    private WarehouseErrors() {}

    /** The failure to open a connection. */
    static WarehouseException opening(WarehouseAddress address, SQLException failure) {
        String state = SqlFailure.state(failure);
        String got = SqlFailure.text(failure);
        return switch (state) {
            case INVALID_PASSWORD, INVALID_AUTHORIZATION -> loginRefused(address, got, failure);
            case NO_SUCH_DATABASE ->
                new WarehouseUnavailableException(
                        "warehouse " + address.server() + ": the database '" + address.database()
                                + "' must exist, got: " + got + "; create it or correct the JDBC URL",
                        failure);
            // For example the zone: the driver sends that of the JVM, and PostgreSQL does not know PST.
            case INVALID_PARAMETER ->
                new WarehouseUnavailableException(
                        "warehouse " + address.server() + ": the server must accept the connection's settings, got: "
                                + got
                                + "; start Java with -Duser.timezone=UTC, or correct the parameters of the JDBC URL",
                        failure);
            default -> noConnection(address, state, got, failure);
        };
    }

    private static WarehouseException noConnection(
            WarehouseAddress address, String state, String got, SQLException failure) {
        // The driver's code for a login that needs a password when none is given.
        if (state.equals(PSQLState.CONNECTION_REJECTED.getState())) {
            return loginRefused(address, got, failure);
        }
        if (speaksAnotherProtocol(state, failure)) {
            return new WarehouseUnavailableException(
                    "warehouse " + address.server() + ": a PostgreSQL server must answer there, got: " + got
                            + "; correct host and port of the JDBC URL",
                    failure);
        }
        Optional<String> tls = TlsProblem.of(failure);
        if (tls.isPresent()) {
            return new WarehouseUnavailableException(
                    "warehouse " + address.server() + ": must be trusted, got: " + tls.get()
                            + "; sslrootcert and sslmode of the JDBC URL are the settings",
                    failure);
        }
        return new WarehouseUnavailableException(
                "warehouse " + address.server() + ": a PostgreSQL server must accept connections there, got: "
                        + network(failure, got) + "; start it or correct host and port of the JDBC URL",
                failure);
    }

    private static WarehouseUnavailableException loginRefused(
            WarehouseAddress address, String got, SQLException failure) {
        return new WarehouseUnavailableException(
                "warehouse " + address.server() + ": user '" + address.user() + "' must be allowed to log in, got: "
                        + got + "; correct the user, the password file or the server's pg_hba.conf",
                failure);
    }

    /** The failure of a statement on an open connection. */
    static WarehouseException running(Connection connection, String what, SQLException failure) {
        String where;
        try {
            where = WarehouseAddress.of(connection).toString();
        } catch (SQLException unreadable) {
            failure.addSuppressed(unreadable);
            where = "(connection lost)";
        }
        String state = SqlFailure.state(failure);
        String got = SqlFailure.text(failure);
        if (state.equals(UNDEFINED_TABLE) || state.equals(UNDEFINED_COLUMN)) {
            return new WarehouseUnavailableException(
                    "warehouse " + where + ": the tables of MinerStream must be there, got: " + got
                            + "; run `minerstream fleet init` to create them",
                    failure);
        }
        if (state.equals(INSUFFICIENT_PRIVILEGE)) {
            return new WarehouseException(
                    "warehouse " + where + ": user '" + user(connection) + "' must have the right for " + what
                            + ", got: " + got + "; grant it, or use another user",
                    failure);
        }
        if (state.startsWith("08") || state.startsWith("57P")) {
            return new WarehouseUnavailableException(
                    "warehouse " + where + ": the connection must last while " + what + ", got: " + got
                            + "; check that the server runs and try again",
                    failure);
        }
        return new WarehouseException("warehouse " + where + ": " + what + " failed, got: " + got, failure);
    }

    private static String user(Connection connection) {
        try {
            return connection.getMetaData().getUserName();
        } catch (SQLException e) {
            return "(unknown)";
        }
    }

    private static boolean speaksAnotherProtocol(String state, SQLException failure) {
        if (state.equals(PSQLState.PROTOCOL_VIOLATION.getState())) {
            return true;
        }
        if (!state.equals(PSQLState.CONNECTION_FAILURE.getState())) {
            return false;
        }
        // Connected, then neither a network failure nor a message of a PostgreSQL server: the driver gave up, or the
        // other side closed the connection at once.
        Throwable cause = failure.getCause();
        return cause == null
                ? failure instanceof PSQLException psql && psql.getServerErrorMessage() == null
                : cause instanceof EOFException;
    }

    private static String network(SQLException failure, String otherwise) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException) {
                return "unknown host";
            }
            if (cause instanceof SocketTimeoutException) {
                return "no answer in time";
            }
            if (cause instanceof ConnectException) {
                return String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
            }
        }
        return otherwise;
    }
}
