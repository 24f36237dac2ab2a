package io.minerstream.connect.copy.write;

import io.minerstream.connect.copy.offsets.Advance;
import io.minerstream.connect.copy.offsets.OffsetsTable;
import io.minerstream.connect.copy.table.RowLayout;
import io.minerstream.connect.copy.table.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The first round trip of a batch. It locks the tables against changes of their columns and sees that they are those for which the rows were
 * encoded: the binary form of one type can be a value of another. Then it moves the offsets, so that a task which has lost its partitions
 * sends no row.
 */
final class TransactionStart {

    private final OffsetsTable offsets;

    /** @param offsets null when Kafka alone keeps them */
    TransactionStart(OffsetsTable offsets) {
        this.offsets = offsets;
    }

    /**
     * Begins.
     *
     * @return false when the offsets are not where the batch begins
     * @throws SQLException with SQLSTATE 42804 when a table was altered
     */
    boolean run(Connection connection, Batch batch) throws SQLException {
        List<RowLayout> layouts = layouts(batch);
        StringBuilder guard = new StringBuilder();
        for (RowLayout layout : layouts) {
            String table = layout.table().quoted();
            guard.append("LOCK TABLE ONLY ").append(table).append(" IN ROW EXCLUSIVE MODE; ");
            guard.append(layout.shapeNow()).append("; ");
        }
        if (!layouts.isEmpty()) {
            // What is deferred, by constraints and by triggers, must show while the rows can still be told apart.
            guard.append("SET CONSTRAINTS ALL IMMEDIATE; ");
        }
        if (offsets == null) {
            if (!layouts.isEmpty()) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute(guard.toString());
                    requireShapes(statement, layouts, batch);
                }
            }
            return true;
        }
        List<Advance> advances = batch.advances();
        try (PreparedStatement statement =
                offsets.advance(connection, guard.toString().replace("?", "??"), advances)) {
            statement.execute();
            requireShapes(statement, layouts, batch);
            int moved = 0;
            for (int count = statement.getUpdateCount(); count >= 0; count = statement.getUpdateCount()) {
                moved = count;
                statement.getMoreResults();
            }
            return moved == advances.size();
        }
    }

    /** One for each table. */
    private static List<RowLayout> layouts(Batch batch) {
        Collection<RowLayout> layouts = batch.groups().stream()
                .map(RowGroup::layout)
                .collect(Collectors.toMap(RowLayout::table, layout -> layout, (first, second) -> first))
                .values();
        return layouts.stream()
                .sorted((a, b) -> a.table().quoted().compareTo(b.table().quoted()))
                .toList();
    }

    private static void requireShapes(Statement statement, List<RowLayout> layouts, Batch batch) throws SQLException {
        for (RowLayout layout : layouts) {
            // The result of LOCK.
            statement.getMoreResults();
            try (ResultSet shape = statement.getResultSet()) {
                shape.next();
                TableName table = layout.table();
                String now = shape.getString(1);
                // The catalog may have been read again while the batch was being filled.
                if (batch.groups().stream()
                        .map(RowGroup::layout)
                        .anyMatch(each ->
                                each.table().equals(table) && !each.shape().equals(now))) {
                    throw new SQLException("table " + table + " was altered; its rows are encoded again", "42804");
                }
            }
            statement.getMoreResults();
        }
    }
}
