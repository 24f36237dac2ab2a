package io.minerstream.producer.fleet.file;

import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.schedule.StatusSchedule;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/**
 * Changes of the status of miners in a file, in CSV or, when its name ends in {@code .json}, in JSON: the form of {@link FleetFile},
 * with the columns or fields {@code miner_id}, {@code status} and {@code from} (a time in RFC 3339, or a date for its midnight in
 * UTC), in any order of rows. None may be empty. Any status is taken; words that are none of the known ones count as not running. A
 * file without changes is one, too.
 *
 * <p>Immutable; reads the file anew at each call.
 */
public final class ScheduleFile {

    private final FileReading reading;

    private ScheduleFile(Path file) {
        this.reading = new FileReading("schedule", file);
    }

    public static ScheduleFile of(Path file) {
        return new ScheduleFile(file);
    }

    /**
     * A fleet with the schedule of the file.
     *
     * @param fleet its own schedule, if it has one, is left out
     * @throws InvalidFleetFileException naming everything that is wrong with the file, with its line; miners that the fleet does
     *     not have among it
     */
    public Fleet applyTo(Fleet fleet) {
        return applyTo(List.of(fleet)).get(0);
    }

    /**
     * Fleets with the schedule of the file, in the same order. Each change must be of a miner of one of them.
     *
     * @throws InvalidFleetFileException as {@link #applyTo(Fleet)}
     */
    public List<Fleet> applyTo(Collection<Fleet> fleets) {
        FileFindings findings = new FileFindings();
        ScheduleRows rows = new ScheduleRows(findings);
        reading.read(new ScheduleRow(fleets, rows, findings), findings);
        rows.requireUnique();
        reading.requireNone(findings);
        StatusSchedule schedule = rows.schedule();
        return fleets.stream()
                .map(fleet -> fleet.withSchedule(schedule.only(minerId -> fleet.indexOf(minerId) >= 0)))
                .toList();
    }
}
