package io.minerstream.pipeline.fleet;

import io.minerstream.connect.warehouse.FleetTables;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.FleetSummary;
import io.minerstream.producer.fleet.NoMinersException;
import io.minerstream.producer.fleet.database.DatabaseFleet;
import io.minerstream.producer.roster.FleetTopic;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The fleets of one or all sites, with the statuses of now. Stateless. */
public final class FleetListing {

    private FleetListing() {}

    /**
     * The fleets in the database.
     *
     * @param only the only site; empty for all, those without miners among them
     * @throws NoMinersException when the only site has none
     */
    public static List<FleetSummary> ofDatabase(Connections connections, Optional<Integer> only) {
        return connections.withWarehouse(database -> only.isPresent()
                ? List.of(ofNow(DatabaseFleet.from(database, only.get()).load()))
                : new FleetTables(database)
                        .siteIds().stream().map(site -> summary(database, site)).toList());
    }

    /**
     * The fleets in the topic hosting-miners.
     *
     * @param only the only site; empty for all
     * @throws NoMinersException when the only site has none
     */
    public static List<FleetSummary> ofTopic(Connections connections, Optional<Integer> only) {
        connections.openAdmin().close();
        if (only.isPresent()) {
            return List.of(ofNow(FleetTopic.from(connections.kafkaProperties(), connections.topics(), only.get())
                    .load()));
        }
        return FleetTopic.loadAll(connections.kafkaProperties(), connections.topics()).values().stream()
                .map(FleetListing::ofNow)
                .toList();
    }

    private static FleetSummary summary(Connection database, int site) {
        try {
            return ofNow(DatabaseFleet.from(database, site).load());
        } catch (NoMinersException e) {
            return FleetSummary.empty(site);
        }
    }

    private static FleetSummary ofNow(Fleet fleet) {
        return FleetSummary.of(fleet, Instant.now());
    }
}
