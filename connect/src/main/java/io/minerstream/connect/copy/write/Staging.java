package io.minerstream.connect.copy.write;

import io.minerstream.connect.copy.table.RowLayout;
import io.minerstream.connect.copy.table.RowRule;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Staging tables of a connection, one for each layout, made when it is needed first. */
final class Staging {

    private final Connection connection;
    private final Map<RowLayout, StagingSql> tables = new HashMap<>();
    private final List<RowLayout> uncommitted = new ArrayList<>();
    private final Set<RowLayout> filled = new HashSet<>();
    private int number;

    Staging(Connection connection) {
        this.connection = connection;
    }

    /**
     * What came of rows.
     *
     * @param changed rows of the target that were inserted, changed or deleted
     * @param unchanged rows that changed nothing
     */
    record Result(long changed, long unchanged, List<DeadLetter> refused) {}

    /** Creates the table of a layout; outside of the savepoints that its rows are written in. */
    void prepare(RowLayout layout) throws SQLException {
        if (!tables.containsKey(layout)) {
            StagingSql sql = new StagingSql(layout, ++number);
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql.create());
            }
            tables.put(layout, sql);
            uncommitted.add(layout);
        }
    }

    /** Writes rows of a group whose layout is prepared. */
    Result write(RowGroup group, int from, int to, boolean sieving, StagedWay way) throws SQLException {
        StagingSql sql = tables.get(group.layout());
        try (Statement statement = connection.createStatement()) {
            if (!filled.add(group.layout())) {
                statement.execute(sql.clear());
            }
            int staged = CopyIntoTable.send(connection, sql.target(), group, from, to);
            boolean sieve = sieving && !sql.rules().isEmpty();
            List<String> statements = new ArrayList<>(sql.apply(way));
            if (sieve) {
                statements.add(0, sql.sieve());
            }
            // One round trip for all.
            boolean hasRows = statement.execute(String.join(";\n", statements));
            List<DeadLetter> refused = hasRows ? refused(group, from, to, sql.rules(), statement) : List.of();
            if (hasRows) {
                statement.getMoreResults();
            }
            long changed = 0;
            for (int count = statement.getUpdateCount(); count >= 0; count = statement.getUpdateCount()) {
                changed += count;
                statement.getMoreResults();
            }
            return new Result(changed, staged - refused.size() - changed, refused);
        }
    }

    private static List<DeadLetter> refused(RowGroup group, int from, int to, List<RowRule> rules, Statement statement)
            throws SQLException {
        Map<Long, RowRule> broken = new HashMap<>();
        try (ResultSet rows = statement.getResultSet()) {
            while (rows.next()) {
                broken.put(rows.getLong(1), rules.get(rows.getInt(2)));
            }
        }
        List<DeadLetter> refused = new ArrayList<>();
        long position = 0;
        for (int row = group.nextIn(from, to); row < to && refused.size() < broken.size(); position++) {
            RowRule rule = broken.get(position);
            if (rule != null) {
                String kind = rule.sqlState().equals("23503") ? "foreign key" : "check";
                refused.add(new DeadLetter(
                        group.record(row),
                        group.layout()
                                .refusal(
                                        group.record(row),
                                        rule.sqlState(),
                                        rule.name(),
                                        null,
                                        "the row violates " + kind + " constraint \"" + rule.name() + "\""),
                        group,
                        row));
            }
            row = group.nextIn(row + 1, to);
        }
        return refused;
    }

    void committed() {
        uncommitted.clear();
        filled.clear();
    }

    void rolledBack() {
        uncommitted.forEach(tables::remove);
        committed();
    }
}
