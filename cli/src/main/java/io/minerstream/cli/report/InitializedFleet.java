package io.minerstream.cli.report;

import io.minerstream.connect.warehouse.SeededFleet;
import io.minerstream.producer.fleet.Fleet;
import java.util.Map;

/** A synthetic fleet in the database, for people and, as JSON, for programs. */
public record InitializedFleet(int siteId, int miners, Map<String, Integer> statuses, long written, long unchanged) {

    /**
     * A fleet that was written.
     *
     * @param seeded what writing it changed
     */
    public static InitializedFleet of(Fleet fleet, SeededFleet seeded) {
        return new InitializedFleet(
                fleet.siteId(), fleet.size(), fleet.statusDistribution(), seeded.written(), seeded.unchanged());
    }

    /** One line. */
    public String line(Messages messages) {
        return messages.text("fleets.initialized", siteId, miners, statuses, written, unchanged);
    }
}
