package io.minerstream.producer.replay;

import io.minerstream.schemas.miner.TelemetryRow;
import java.util.List;

/**
 * Compares rows that come sorted by miner and time with a run, by a merge: constant memory, whatever their number.
 *
 * <p>The result is that of comparing bags: rows of one miner and time form a group, whose order does not matter. If the run has
 * that miner and time, one row of the group stands for it, an equal one if there is any, and the others are duplicates; if not,
 * all are extra. Every row that comes and every row that was generated is counted exactly once, and rows that come out of
 * order are refused: a merge could not see them. Not thread-safe.
 */
public final class SortedComparison {

    private final RunReplay run;
    private final Tally tally;

    /** The next generated row that no group has come for. */
    private int index;

    private int timePoint;

    private TelemetryRow first;
    private long rows;
    private boolean generated;
    private boolean matched;
    private List<FieldDifference> differences = List.of();

    /**
     * @param run what must be there
     * @param offenders most offenders to list, at least 0
     */
    public SortedComparison(RunReplay run, int offenders) {
        this.run = run;
        this.tally = new Tally(run, offenders);
    }

    /**
     * Takes the next row.
     *
     * @throws IllegalStateException when it should have come before the last one
     */
    public void accept(TelemetryRow row) {
        int order = first == null ? -1 : first.compareKey(row);
        if (order > 0) {
            throw new IllegalStateException(
                    "rows: must come sorted by miner and time, got miner %s at %s after miner %s at %s"
                            .formatted(row.minerId(), row.recordedAt(), first.minerId(), first.recordedAt()));
        }
        if (order < 0) {
            closeGroup();
            openGroup(row);
        }
        rows++;
        if (generated && (!matched || differences.isEmpty())) {
            judge(row);
        }
    }

    /** Ends the comparison: whatever has not come by now is missing. */
    public ReplayResult finish() {
        closeGroup();
        first = null;
        while (index < run.miners()) {
            restOfMinerIsMissing();
        }
        return tally.result();
    }

    private void openGroup(TelemetryRow row) {
        first = row;
        rows = 0;
        matched = false;
        differences = List.of();
        while (index < run.miners() && run.minerId(index) < row.minerId()) {
            restOfMinerIsMissing();
        }
        generated = false;
        if (index < run.miners() && run.minerId(index) == row.minerId()) {
            int next = run.firstNotBefore(row.recordedAt());
            tally.missing(index, timePoint, next);
            timePoint = next;
            generated = next < run.timePoints() && run.timeOf(next).equals(row.recordedAt());
        }
    }

    private void judge(TelemetryRow row) {
        List<FieldDifference> found = run.differences(index, timePoint, row);
        if (found.isEmpty()) {
            matched = true;
        } else if (differences.isEmpty()) {
            differences = found;
        }
    }

    private void closeGroup() {
        if (first == null) {
            return;
        }
        long surplus = rows;
        if (generated) {
            surplus--;
            // From here on the group's row is behind the cursor.
            timePoint++;
            if (matched) {
                tally.equal();
            } else {
                tally.different(first, differences, "");
            }
        }
        for (long i = 0; i < surplus; i++) {
            if (generated || i > 0) {
                tally.duplicate(first, matched && i == 0 ? differences : List.of(), "");
            } else {
                tally.extra(first, "");
            }
        }
    }

    private void restOfMinerIsMissing() {
        tally.missing(index, timePoint, run.timePoints());
        index++;
        timePoint = 0;
    }
}
