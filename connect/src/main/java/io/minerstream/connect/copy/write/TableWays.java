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
        private boolean merging;
        private boolean mergeFails;
    }

    private final Map<TableName, Way> ways = new HashMap<>();

    boolean isStaged(RowLayout layout) {
        return layout.deletes() || of(layout).stagedLeft > 0;
    }

    /** Whether staged rows are searched for broken rules. */
    boolean isSieving(RowLayout layout) {
        return of(layout).sieving;
    }

    /** For a whole group. */
    StagedWay fastest(RowGroup group) {
        RowLayout layout = group.layout();
        boolean merge = isMerging(layout) && group.hasDistinctKeys() && layout.mayBeMerged() && !of(layout).mergeFails;
        return merge ? StagedWay.MERGE : surest(layout);
    }

    /** For a part of a group in which a row is refused: a key that is there already must not look like the cause. */
    StagedWay surest(RowLayout layout) {
        return isMerging(layout) ? StagedWay.UPSERT : StagedWay.INSERT;
    }

    /** Whether staged rows meet rows of their key, in the table or among themselves. */
    private boolean isMerging(RowLayout layout) {
        return layout.deletes() || of(layout).merging;
    }

    /** Chooses the way on which the refusal of an upsert is never that of a key which is there already. */
    void merge(RowLayout layout) {
        Way way = of(layout);
        way.stagedLeft = Math.max(way.stagedLeft, FIRST_PATIENCE);
        way.merging = true;
    }

    /** Chooses another way after a refusal; false when there is none that could help. */
    boolean learn(RowLayout layout, SQLException refusal) {
        Way way = of(layout);
        boolean broken =
                SqlFailure.isOfForeignKeyOrCheck(refusal) && !layout.rules().isEmpty();
        boolean taken = layout.upserts() && SqlFailure.isUniqueViolation(refusal);
        if (isMerging(layout) && !way.mergeFails && (taken || SqlFailure.isOfAnExtension(refusal))) {
            way.mergeFails = true;
            return true;
        }
        if ((!broken && !taken) || (broken && way.sieving) || (taken && isMerging(layout))) {
            return false;
        }
        if (!isStaged(layout)) {
            way.patience = Math.min(2 * way.patience, MOST_PATIENCE);
            way.stagedLeft = way.patience;
        }
        way.sieving |= broken;
        way.merging |= taken;
        return true;
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
            way.merging &= way.stagedLeft > 0;
        }
    }

    private Way of(RowLayout layout) {
        return ways.computeIfAbsent(layout.table(), name -> new Way());
    }
}
