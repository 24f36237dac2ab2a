package io.minerstream.producer.fleet;

import java.time.Instant;
import java.util.Arrays;

/** The changes of a file, with the lines where they stand: 18 bytes a change. Not thread-safe. */
final class ScheduleRows {

    private final FileFindings findings;
    private final ScheduleColumns columns = new ScheduleColumns();
    private final NumberedValues<String> statuses = new NumberedValues<>("statuses", IllegalStateException::new);
    private int[] lines = new int[64];

    ScheduleRows(FileFindings findings) {
        this.findings = findings;
    }

    void add(int line, int minerId, Instant from, String status) {
        int row = columns.size();
        if (row == lines.length) {
            lines = Arrays.copyOf(lines, Math.addExact(row, row >> 1));
        }
        try {
            columns.append(minerId, from, statuses.number(status));
            lines[row] = line;
        } catch (IllegalStateException e) {
            findings.find(line, "status: must be at most %d different ones".formatted(Short.MAX_VALUE));
        }
    }

    /** Finds changes of one miner at one time. */
    void requireUnique() {
        int[] rows = columns.sortedRows();
        for (int i = 1, first = 0; i < rows.length; i++) {
            if (!columns.areAtOnce(rows[first], rows[i])) {
                first = i;
            } else {
                findings.find(
                        lines[rows[i]],
                        "from: must be another time for each change of a miner, got %s of miner %d again after line %d"
                                .formatted(
                                        Instant.ofEpochMilli(columns.fromMs[rows[i]]),
                                        columns.minerIds[rows[i]],
                                        lines[rows[first]]));
            }
        }
    }

    /** The changes; only for a file without findings. */
    StatusSchedule schedule() {
        StatusSchedule.Builder schedule = StatusSchedule.builder();
        for (int row = 0; row < columns.size(); row++) {
            schedule.add(
                    columns.minerIds[row],
                    Instant.ofEpochMilli(columns.fromMs[row]),
                    statuses.values().get(columns.statusNumbers[row]));
        }
        return schedule.build();
    }
}
