package io.minerstream.connect.warehouse;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Rows in PostgreSQL's COPY text format. Not thread-safe. */
final class CopyText {

    private static final int FLUSH_CHARS = 1 << 16;

    private final CopyIn copy;
    private final StringBuilder rows = new StringBuilder(FLUSH_CHARS + 1024);

    private CopyText(CopyIn copy) {
        this.copy = copy;
    }

    /** Gives a row to a copy. */
    @FunctionalInterface
    interface RowWriter<T> {
        void write(CopyText copy, T row) throws SQLException;
    }

    /**
     * Copies rows into a table.
     *
     * @param target table and columns
     * @return how many rows were copied
     */
    static <T> long into(String target, Connection connection, Iterable<T> rows, RowWriter<T> writer)
            throws SQLException {
        CopyIn copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY " + target + " FROM STDIN WITH (ENCODING 'UTF8')");
        try {
            CopyText text = new CopyText(copy);
            long copied = 0;
            for (T row : rows) {
                writer.write(text, row);
                copied++;
            }
            text.flush();
            copy.endCopy();
            return copied;
        } finally {
            // Only when something above failed: the connection cannot even roll back while a copy is open.
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    /** A value that is not the last of its row; null for NULL. */
    CopyText field(Object value) {
        append(value);
        rows.append('\t');
        return this;
    }

    /** The last value of a row; null for NULL. */
    void last(Object value) throws SQLException {
        append(value);
        rows.append('\n');
        if (rows.length() >= FLUSH_CHARS) {
            flush();
        }
    }

    private void append(Object value) {
        if (value == null) {
            rows.append("\\N");
        } else if (value instanceof String text) {
            escape(text);
        } else {
            rows.append(value);
        }
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> rows.append("\\\\");
                case '\t' -> rows.append("\\t");
                case '\n' -> rows.append("\\n");
                case '\r' -> rows.append("\\r");
                default -> rows.append(c);
            }
        }
    }

    private void flush() throws SQLException {
        byte[] bytes = rows.toString().getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
        rows.setLength(0);
    }
}
