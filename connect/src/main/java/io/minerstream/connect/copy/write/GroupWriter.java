package io.minerstream.connect.copy.write;

import io.minerstream.connect.copy.database.SqlFailure;
import io.minerstream.connect.copy.table.RowLayout;
import io.minerstream.connect.copy.table.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.util.ServerErrorMessage;

/** Writes a group's rows within a transaction. */
final class GroupWriter {

    /** Where a COPY stood when it failed: {@code COPY t, line 3, column c: ...}. */
    private static final Pattern COPY_COLUMN = Pattern.compile("COPY .*, line \\d+, column ([^:]+)");

    private final Connection connection;
    private final Staging staging;
    private final TableWays ways;
    private final Attempt attempt;

    GroupWriter(Connection connection, Staging staging, TableWays ways, Attempt attempt) {
        this.connection = connection;
        this.staging = staging;
        this.ways = ways;
        this.attempt = attempt;
    }

    /** Writes all rows; the refusal of one fails the transaction. */
    void write(RowGroup group) throws SQLException {
        RowLayout layout = group.layout();
        if (group.live(0, group.count()) == 0) {
            return;
        }
        if (ways.isStaged(layout)) {
            staging.prepare(layout);
        }
        try {
            write(group, 0, group.count(), ways.isSieving(layout), ways.fastest(group));
        } catch (SQLException e) {
            ways.learn(layout, e);
            throw e;
        }
    }

    private void write(RowGroup group, int from, int to, boolean sieving, StagedWay way) throws SQLException {
        RowLayout layout = group.layout();
        if (ways.isStaged(layout)) {
            attempt.staged(staging.write(group, from, to, sieving, way));
        } else {
            String target = layout.table().quoted() + " (" + TableName.quote(layout.columns()) + ")";
            attempt.straight(CopyIntoTable.send(connection, target, group, from, to), group.live(from, to));
        }
    }

    /** Writes all rows that can be, whatever it takes: another way, then bisection. */
    void writeCarefully(RowGroup group) throws SQLException {
        RowLayout layout = group.layout();
        if (group.live(0, group.count()) == 0) {
            return;
        }
        while (true) {
            if (ways.isStaged(layout)) {
                staging.prepare(layout);
            }
            SQLException refusal = tryToWrite(group, 0, group.count(), ways.isSieving(layout), ways.fastest(group));
            if (refusal == null) {
                return;
            }
            if (!ways.learn(layout, refusal)) {
                attempt.bisected();
                if (layout.upserts()) {
                    ways.merge(layout);
                    staging.prepare(layout);
                }
                split(group, 0, group.count(), refusal);
                return;
            }
        }
    }

    /** The refusal of a row, after which none of the rows is written; null when all are. */
    private SQLException tryToWrite(RowGroup group, int from, int to, boolean sieving, StagedWay way)
            throws SQLException {
        Savepoint savepoint = connection.setSavepoint();
        try {
            write(group, from, to, sieving, way);
            connection.releaseSavepoint(savepoint);
            return null;
        } catch (SQLException e) {
            if (!SqlFailure.isOfARow(e)) {
                throw e;
            }
            connection.rollback(savepoint);
            return e;
        }
    }

    /** Rows of which one is refused: k refused ones among n cost about k log n statements, and never more than 2 n. */
    private void split(RowGroup group, int from, int to, SQLException refusal) throws SQLException {
        int live = group.live(from, to);
        if (live == 1) {
            attempt.refuse(letter(group, group.nextIn(from, to), refusal));
            return;
        }
        int middle = (from + to) >>> 1;
        half(group, from, middle);
        half(group, middle, to);
    }

    private void half(RowGroup group, int from, int to) throws SQLException {
        if (group.live(from, to) == 0) {
            return;
        }
        SQLException refusal = tryToWrite(group, from, to, false, ways.surest(group.layout()));
        if (refusal != null) {
            split(group, from, to, refusal);
        }
    }

    private static DeadLetter letter(RowGroup group, int row, SQLException refusal) {
        ServerErrorMessage server = SqlFailure.server(refusal);
        String constraint = server == null ? null : server.getConstraint();
        String column = server == null ? null : server.getColumn();
        if (column == null && server != null && server.getWhere() != null) {
            Matcher where = COPY_COLUMN.matcher(server.getWhere());
            column = where.find() ? where.group(1) : null;
        }
        return new DeadLetter(
                group.record(row),
                group.layout()
                        .refusal(
                                group.record(row),
                                SqlFailure.state(refusal),
                                constraint,
                                column,
                                SqlFailure.text(refusal)),
                group,
                row);
    }
}
