package io.minerstream.connect.copy.write;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Sends rows by binary COPY. */
final class CopyIntoTable {

    private static final byte[] HEADER = {
        'P',
        'G',
        'C',
        'O',
        'P',
        'Y',
        '\n',
        (byte) 0xff,
        '\r',
        '\n',
        0, /* flags */
        0,
        0,
        0,
        0, /* extension */
        0,
        0,
        0,
        0
    };

    private static final byte[] END = {(byte) 0xff, (byte) 0xff};

    /** Between two pieces the driver looks whether the server has refused a row already. */
    private static final int PIECE = 256 * 1024;

    private CopyIntoTable() {}

    /**
     * Sends the rows from {@code from} to {@code to} that are not out.
     *
     * @param target table and columns, as SQL
     * @return the number of those that the table has taken
     */
    static int send(Connection connection, String target, RowGroup group, int from, int to) throws SQLException {
        CopyIn copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY " + target + " FROM STDIN (FORMAT binary)");
        try {
            copy.writeToCopy(HEADER, 0, HEADER.length);
            int first = group.nextIn(from, to);
            while (first < to) {
                int end = group.nextOut(first, to);
                send(copy, group.array(), group.start(first), group.start(end));
                first = group.nextIn(end, to);
            }
            copy.writeToCopy(END, 0, END.length);
            return (int) copy.endCopy();
        } finally {
            if (copy.isActive() && !connection.isClosed()) {
                copy.cancelCopy();
            }
        }
    }

    private static void send(CopyIn copy, byte[] bytes, int from, int to) throws SQLException {
        for (int at = from; at < to; at += PIECE) {
            copy.writeToCopy(bytes, at, Math.min(PIECE, to - at));
        }
    }
}
