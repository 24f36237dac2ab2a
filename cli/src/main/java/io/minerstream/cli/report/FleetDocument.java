package io.minerstream.cli.report;

import io.minerstream.connect.warehouse.SeededFleet;
import io.minerstream.connect.warehouse.SeededSchedule;
import io.minerstream.producer.fleet.FleetSummary;
import java.util.List;
import java.util.Optional;

/** The JSON of fleets, and of what loading them changed. */
public record FleetDocument(
        List<FleetSummary> sites, Optional<Long> written, Optional<Long> unchanged, Optional<Schedule> schedule) {

    /** What loading a schedule changed. */
    public record Schedule(long written, long removed, long unchanged) {}

    /**
     * The sites, and what loading changed.
     *
     * @param miners empty when only a schedule was loaded
     */
    public static FleetDocument loaded(
            List<FleetSummary> sites, Optional<SeededFleet> miners, Optional<SeededSchedule> schedule) {
        return new FleetDocument(
                sites,
                miners.map(SeededFleet::written),
                miners.map(seeded -> seeded.miners() - seeded.written()),
                schedule.map(seeded ->
                        new Schedule(seeded.written(), seeded.removed(), seeded.changes() - seeded.written())));
    }
}
