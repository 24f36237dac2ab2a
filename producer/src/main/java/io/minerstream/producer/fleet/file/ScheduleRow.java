package io.minerstream.producer.fleet.file;

import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.schedule.StatusSchedule;
import io.minerstream.schemas.run.TimeText;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.TreeSet;

/** The change of a schedule file that is being read. */
final class ScheduleRow extends FileRow<ScheduleField> {

    private final Collection<Fleet> fleets;
    private final ScheduleRows rows;
    private int minerId;
    private String status;
    private Instant from;

    /** @param fleets those whose miners may change */
    ScheduleRow(Collection<Fleet> fleets, ScheduleRows rows, FileFindings findings) {
        super(ScheduleField.FIELDS, ScheduleField.class, findings);
        this.fleets = fleets;
        this.rows = rows;
    }

    @Override
    void reset() {
        minerId = 0;
        status = null;
        from = null;
    }

    @Override
    String take(ScheduleField field, String text) {
        return switch (field) {
            case MINER_ID -> putMiner(text);
            case STATUS -> putStatus(text);
            case FROM -> putFrom(text);
        };
    }

    private String putMiner(String text) {
        minerId = id(text);
        if (minerId == 0) {
            return ID;
        }
        return fleets.stream().anyMatch(fleet -> fleet.indexOf(minerId) >= 0) ? null : "a miner of " + sites();
    }

    private String sites() {
        TreeSet<Integer> sites = new TreeSet<>();
        fleets.forEach(fleet -> sites.add(fleet.siteId()));
        return sites.size() == 1 ? "site " + sites.first() : "the sites " + sites;
    }

    private String putStatus(String text) {
        String problem = textProblem(text, LONGEST_STATUS);
        status = problem == null ? text : null;
        return problem;
    }

    private String putFrom(String text) {
        try {
            Instant time = TimeText.parse(text);
            if (!time.isBefore(StatusSchedule.EARLIEST) && !time.isAfter(StatusSchedule.LATEST)) {
                from = time;
                return null;
            }
        } catch (DateTimeParseException e) {
            return TimeText.FORM;
        }
        return "a time of the years 1970 to 9999";
    }

    @Override
    void finish() {
        if (has(ScheduleField.MINER_ID) && has(ScheduleField.STATUS) && has(ScheduleField.FROM)) {
            rows.add(line(), minerId, from, status);
        }
    }
}
