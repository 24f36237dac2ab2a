package io.minerstream.connect.copy.database;

import io.minerstream.schemas.access.Secrets;
import java.sql.SQLException;
import java.util.Set;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What a failure of the database means for the sink, by its SQLSTATE. */
public final class SqlFailure {

    /** The binary form of a value is not that of its column's type: the column was altered after its encoder was chosen. */
    private static final String INVALID_BINARY = "22P03";

    private static final String UNDEFINED_TABLE = "42P01";

    /** Undefined table, undefined column, wrong type, no unique key for ON CONFLICT, a value for a generated column. */
    private static final Set<String> TABLE_CHANGED =
            Set.of(UNDEFINED_TABLE, "42703", "42804", "42P10", "428C9", INVALID_BINARY);

    private static final String UNIQUE_VIOLATION = "23505";
    private static final Set<String> SIEVED = Set.of("23503", "23514");

    private SqlFailure() {}

    /** Whether a row is to blame: data exceptions and violated constraints. */
    public static boolean isOfARow(SQLException failure) {
        String state = state(failure);
        return (state.startsWith("22") || state.startsWith("23")) && !state.equals(INVALID_BINARY);
    }

    public static boolean isUniqueViolation(SQLException failure) {
        return state(failure).equals(UNIQUE_VIOLATION);
    }

    /** Whether the table is one of an extension that has not all statements: a distributed or compressed one. */
    public static boolean isOfAnExtension(SQLException failure) {
        return state(failure).equals("0A000");
    }

    /** Whether a foreign key or a check is violated, which the database can look for in a set of rows. */
    public static boolean isOfForeignKeyOrCheck(SQLException failure) {
        return SIEVED.contains(state(failure));
    }

    /** Whether the table is not the one for which the rows were encoded. */
    public static boolean isOfTheTable(SQLException failure) {
        return TABLE_CHANGED.contains(state(failure));
    }

    /** Never null. */
    public static String state(SQLException failure) {
        return String.valueOf(failure.getSQLState());
    }

    /** The server's part of a failure; null for one of the driver. */
    public static ServerErrorMessage server(SQLException failure) {
        return failure instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
    }

    /** Message, detail and hint in one line, without SQLSTATE and secrets. */
    public static String text(SQLException failure) {
        ServerErrorMessage server = server(failure);
        String text = failure.getMessage();
        if (server != null) {
            text = server.getMessage()
                    + (server.getDetail() == null ? "" : "; " + server.getDetail())
                    + (server.getHint() == null ? "" : "; " + server.getHint());
        }
        return Secrets.hideInText(
                String.valueOf(text).replaceAll("\\s*\\R\\s*", " ").strip());
    }

    /** One sentence: what came, and what to do. */
    public static String sentence(SQLException failure) {
        return "got SQLSTATE " + state(failure) + ": " + text(failure) + "; " + remedy(state(failure));
    }

    private static String remedy(String state) {
        if (state.startsWith("53")) {
            return "give the server what it lacks (disk, memory, connections)";
        }
        if (state.startsWith("08") || state.startsWith("57")) {
            return "check that the server runs and that connection.url names it";
        }
        return switch (state) {
            case "28P01", "28000" -> "correct connection.user and connection.password, or pg_hba.conf";
            case "3D000" -> "create the database, or correct connection.url";
            case "42501" -> "grant the right to connection.user";
            case "25006" -> "connection.url must name the primary server (targetServerType=primary)";
            case "22023" -> "start the worker with -Duser.timezone=UTC, or correct the parameters of connection.url";
            case UNDEFINED_TABLE -> "create the table, or correct table.name.format";
            case "42P10" -> "create a unique key on exactly the columns of pk.fields";
            case "P0001" ->
                "let the trigger raise SQLSTATE 22 or 23 (USING ERRCODE) for rows that are to become dead letters";
            case "40001", "40P01", "55P03" -> "see what else locks or writes these rows";
            default -> "correct the table or the connector's settings";
        };
    }
}
