package io.minerstream.producer.fleet.file;

import io.minerstream.producer.fleet.schedule.StatusSchedule;
import java.time.Instant;
import java.util.Arrays;

/** The changes of a file, with the lines where they stand: 18 bytes a change. Not thread-safe. */
final class ScheduleRows {

    private final FileFindings findings;
    private final StatusSchedule.Builder schedule = StatusSchedule.builder();
    private int[] lines = new int[64];
    private int size;

    ScheduleRows(FileFindings findings) {
        this.findings = findings;
    }

    void add(int line, int minerId, Instant from, String status) {
        try {
            schedule.add(minerId, from, status);
        } catch (IllegalArgumentException e) {
            findings.find(line, "status: must be at most %d different ones".formatted(Short.MAX_VALUE));
            return;
        }
        if (size == lines.length) {
            lines = Arrays.copyOf(lines, Math.addExact(size, size >> 1));
        }
        lines[size++] = line;
    }

    /** Finds changes of one miner at one time. */
    void requireUnique() {
        schedule.forEachDuplicate(duplicate -> findings.find(
                lines[duplicate.again()],
                "from: must be another time for each change of a miner, got %s of miner %d again after line %d"
                        .formatted(duplicate.from(), duplicate.minerId(), lines[duplicate.first()])));
    }

    /** The changes; only for a file without findings. */
    StatusSchedule schedule() {
        return schedule.build();
    }
}
