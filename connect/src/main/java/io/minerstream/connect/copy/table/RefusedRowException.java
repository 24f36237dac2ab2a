package io.minerstream.connect.copy.table;

import org.apache.kafka.connect.errors.ConnectException;

/** A record that is no row of its table: what Connect writes into the headers of its dead letter. Without a stack trace. */
public final class RefusedRowException extends ConnectException {

    private static final long serialVersionUID = 1L;

    private static final int MOST_CHARACTERS = 200;

    /**
     * @param sqlState of class 22 or 23
     * @param column null when no single column is to blame
     * @param value of that column; null for NULL
     */
    public RefusedRowException(TableName table, String sqlState, String column, Object value, String reason) {
        super("table " + table + " refuses the row: SQLSTATE " + sqlState
                + (column == null ? "" : ", column " + column + ", value " + shown(value)) + ": " + reason);
    }

    private static String shown(Object value) {
        String text = String.valueOf(value);
        return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + "...";
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
