package io.minerstream.pipeline.fleet;

import io.minerstream.connect.warehouse.SeededFleet;
import io.minerstream.connect.warehouse.SeededSchedule;
import io.minerstream.producer.fleet.FleetSummary;
import java.util.List;
import java.util.Optional;

/**
 * Fleets that were written to the warehouse.
 *
 * @param sites with their schedules
 * @param miners what changed; empty when only a schedule was written
 * @param schedule what changed; empty when none was written
 */
public record LoadedFleets(List<FleetSummary> sites, Optional<SeededFleet> miners, Optional<SeededSchedule> schedule) {

    public LoadedFleets {
        sites = List.copyOf(sites);
    }
}
