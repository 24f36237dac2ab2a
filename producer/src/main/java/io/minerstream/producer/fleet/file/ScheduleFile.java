package io.minerstream.producer.fleet.file;

import io.minerstream.producer.file.Field;
import io.minerstream.producer.file.Findings;
import io.minerstream.producer.file.Format;
import io.minerstream.producer.file.InvalidFileException;
import io.minerstream.producer.file.Layout;
import io.minerstream.producer.file.Row;
import io.minerstream.producer.file.RowReader;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.schedule.StatusSchedule;
import io.minerstream.schemas.bound.Bound;
import io.minerstream.schemas.run.TimeText;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Changes of the status of miners in a file of the same form as {@link FleetFile}. Its columns or fields are {@code miner_id},
 * {@code status} and {@code from}: a time in RFC 3339, or a date for its midnight in UTC. None may be empty. Rows are in any order.
 * Any status is accepted; unknown ones count as not running. A file without changes is valid.
 *
 * <p>Immutable; reads the file anew at each call.
 */
public record ScheduleFile(Path file) {

    private static final Field<String> STATUS =
            Field.text("status", FleetFile.LONGEST_STATUS).required();
    private static final Field<Instant> FROM = Field.text("from", TimeText::parse, TimeText.FORM)
            .must(Bound.TIME::holds, "a time " + Bound.TIME.range())
            .required();

    /**
     * A fleet with the schedule of the file.
     *
     * @param fleet its own schedule, if it has one, is left out
     * @throws InvalidFileException naming everything that is wrong with the file, with its line; changes of miners that the fleet
     *     does not have are wrong, too
     */
    public Fleet applyTo(Fleet fleet) {
        return applyTo(List.of(fleet)).get(0);
    }

    /**
     * Fleets with the schedule of the file, in the same order. Each change must be of a miner of one of them.
     *
     * @throws InvalidFileException as {@link #applyTo(Fleet)}
     */
    public List<Fleet> applyTo(Collection<Fleet> fleets) {
        Field<Integer> minerId = minerOf(fleets);
        StatusSchedule.Builder schedule = StatusSchedule.builder();
        IntStream.Builder lines = IntStream.builder();
        Findings findings = RowReader.read(
                file,
                new Layout(
                        "schedule", "change", null, Format.CSV, "nothing was loaded", List.of(minerId, STATUS, FROM)),
                row -> {
                    if (row.isRight() && add(schedule, row, minerId)) {
                        lines.add(row.line());
                    }
                });
        requireUnique(schedule, lines.build().toArray(), findings);
        findings.requireNone();
        StatusSchedule changes = schedule.build();
        return fleets.stream()
                .map(fleet -> fleet.withSchedule(changes.only(id -> fleet.indexOf(id) >= 0)))
                .toList();
    }

    private static Field<Integer> minerOf(Collection<Fleet> fleets) {
        TreeSet<Integer> sites = fleets.stream().map(Fleet::siteId).collect(Collectors.toCollection(TreeSet::new));
        return Field.whole("miner_id", Bound.MINER_ID)
                .must(
                        id -> fleets.stream().anyMatch(fleet -> fleet.indexOf(id) >= 0),
                        "a miner of " + (sites.size() == 1 ? "site " + sites.first() : "the sites " + sites))
                .required();
    }

    private static boolean add(StatusSchedule.Builder schedule, Row row, Field<Integer> minerId) {
        try {
            schedule.add(row.get(minerId), row.get(FROM), row.get(STATUS));
            return true;
        } catch (IllegalArgumentException e) {
            row.find(STATUS, "status: must be at most %s different ones".formatted(Short.MAX_VALUE));
            return false;
        }
    }

    private static void requireUnique(StatusSchedule.Builder schedule, int[] lines, Findings findings) {
        schedule.forEachDuplicate((first, again) -> findings.find(
                lines[again.place()],
                "from: must be another time for each change of a miner, got %s of miner %s again after line %s"
                        .formatted(again.from(), again.minerId(), lines[first.place()])));
    }
}
