package io.minerstream.connect.warehouse;

/** The warehouse cannot be used as addressed: something outside of this process must change first. */
public final class WarehouseUnavailableException extends WarehouseException {

    private static final long serialVersionUID = 1L;

    /** What stands in the way. */
    public enum Reason {
        /** Nothing answers at the address, or not in time. */
        UNREACHABLE,
        /** What answers is not a PostgreSQL server. */
        NOT_POSTGRESQL,
        /** The server knows no such user, or the password is missing or wrong, or it refuses this client. */
        LOGIN_REFUSED,
        /** The server has no database of that name. */
        NO_DATABASE,
        /** The database lacks a table or column that is needed. */
        NO_TABLES
    }

    private final Reason reason;

    WarehouseUnavailableException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** What stands in the way; never null. */
    public Reason reason() {
        return reason;
    }
}
