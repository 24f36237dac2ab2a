package io.minerstream.connect.copy.encode;

/** A value that its column cannot hold. One per bad row, so it has no stack trace. */
public final class BadValueException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String sqlState;

    /** @param sqlState of class 22 or 23, as PostgreSQL would give it */
    public BadValueException(String sqlState, String message) {
        super(message, null, false, false);
        this.sqlState = sqlState;
    }

    public String sqlState() {
        return sqlState;
    }
}
