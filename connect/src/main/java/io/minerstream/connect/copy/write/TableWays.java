package io.minerstream.connect.copy.write;

import io.minerstream.connect.copy.database.SqlFailure;
import io.minerstream.connect.copy.table.RowLayout;
import io.minerstream.connect.copy.table.TableName;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * The way of each table. Rows go straight into it while all are new and right. A refusal sends the batches through a staging table,
 * until some in a row had neither a dead letter nor a row that was there already; each refusal soon after makes that number twice as large.
 */
final class TableWays {

    private static final int FIRST_PATIENCE = 8;
    private static final int MOST_PATIENCE = 256;

    private static final class Way {
        private int stagedLeft;
        private int patience = FIRST_PATIENCE / 2;
        private boolean sieving;
    }

    private final Map<TableName, Way> ways = new HashMap<>();

    boolean isStaged(RowLayout layout) {
        return layout.deletes() || of(layout).stagedLeft > 0;
    }

    /** Whether staged rows are searched for broken rules. */
    boolean isSieving(RowLayout layout) {
        return of(layout).sieving;
    }

    /** Chooses another way after the refusal of a row; false when there is none that could help. */
    boolean learn(RowLayout layout, SQLException refusal) {
        Way way = of(layout);
        boolean broken =
                SqlFailure.isOfForeignKeyOrCheck(refusal) && !layout.rules().isEmpty();
        if (!isStaged(layout) && (broken || layout.upserts() && SqlFailure.isUniqueViolation(refusal))) {
            way.patience = Math.min(2 * way.patience, MOST_PATIENCE);
            way.stagedLeft = way.patience;
            way.sieving = broken;
            return true;
        }
        if (isStaged(layout) && broken && !way.sieving) {
            way.sieving = true;
            return true;
        }
        return false;
    }

    /** Notes that rows landed the present way. */
    void landed(RowLayout layout, boolean clean) {
        Way way = of(layout);
        if (!isStaged(layout)) {
            way.patience = FIRST_PATIENCE / 2;
        } else if (!clean) {
            way.stagedLeft = layout.deletes() ? 0 : way.patience;
        } else if (way.stagedLeft > 0) {
            way.stagedLeft--;
            way.sieving &= way.stagedLeft > 0;
        }
    }

    private Way of(RowLayout layout) {
        return ways.computeIfAbsent(layout.table(), name -> new Way());
    }
}
