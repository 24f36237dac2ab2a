package io.minerstream.pipeline.fleet;

import io.minerstream.connect.warehouse.FleetTables;
import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.FleetSummary;
import io.minerstream.producer.fleet.NoMinersException;
import io.minerstream.producer.fleet.database.DatabaseFleet;
import io.minerstream.producer.fleet.file.ScheduleFile;
import io.minerstream.producer.fleet.schedule.StatusSchedule;
import io.minerstream.producer.roster.FleetTopic;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads fleets: that of a run, or those of all sites. */
public final class FleetLoading {

    private FleetLoading() {}

    /**
     * The miners of a site, of any status: from the database, or from topic hosting-miners when no database is known.
     *
     * @throws NoMinersException when the database has none
     * @throws PipelineException when the topic has none, or Kafka does not answer
     */
    public static Fleet load(Connections connections, int siteId) {
        if (connections.hasWarehouse()) {
            return fromDatabase(connections, siteId);
        }
        try {
            return FleetTopic.from(connections.kafkaProperties(), connections.topics(), siteId)
                    .load();
        } catch (NoMinersException e) {
            throw PipelineException.failed(
                    ("%s in topic %s, and no database is known; run `minerstream fleet publish` first, or give --database-url "
                                    + "or --miners")
                            .formatted(e.getMessage(), connections.topics().miners()),
                    e);
        }
    }

    /**
     * The miners of a site as the database has them, of any status.
     *
     * @throws NoMinersException when the site has none
     */
    public static Fleet fromDatabase(Connections connections, int siteId) {
        return connections.withWarehouse(database -> new DatabaseFleet(database, siteId).load());
    }

    /**
     * Requires that the warehouse, where one is known, has every miner of a fleet from elsewhere: the sink could not store its
     * readings otherwise.
     *
     * @param option that names the source of the fleet
     * @param what name of its miners
     * @param remedy command that writes the fleet to the warehouse with the same options
     * @return the fleet with the schedule of the warehouse, which the checks in SQL use
     * @throws PipelineException when a miner is missing, or the fleet has another schedule
     */
    public static Fleet asWarehouseKnows(
            Connections connections, Fleet fleet, String option, String what, String remedy) {
        if (!connections.hasWarehouse()) {
            return fleet;
        }
        Fleet known;
        try {
            known = fromDatabase(connections, fleet.siteId());
        } catch (NoMinersException e) {
            throw unknown(option, what, remedy, fleet, fleet.size(), fleet.minerId(0), e);
        }
        int missing = 0;
        int first = 0;
        for (int i = fleet.size() - 1; i >= 0; i--) {
            if (known.indexOf(fleet.minerId(i)) < 0) {
                missing++;
                first = fleet.minerId(i);
            }
        }
        if (missing > 0) {
            throw unknown(option, what, remedy, fleet, missing, first, null);
        }
        StatusSchedule schedule = known.schedule().only(minerId -> fleet.indexOf(minerId) >= 0);
        if (!fleet.schedule().isEmpty() && !fleet.schedule().equals(schedule)) {
            throw PipelineException.failed(
                    ("%s: the warehouse must have the same schedule for site_id=%s, since the checks in SQL go by it, got %s there and"
                                    + " %s here; nothing was written; run `minerstream %s` with the same options first")
                            .formatted(option, fleet.siteId(), schedule, fleet.schedule(), remedy));
        }
        return fleet.withSchedule(schedule);
    }

    /**
     * A fleet with the schedule of a file.
     *
     * @throws PipelineException when a database is known and has another schedule of these miners, which its checks use
     */
    public static Fleet scheduled(Connections connections, Fleet fleet, Path file) {
        Fleet scheduled = new ScheduleFile(file).applyTo(fleet);
        if (connections.hasWarehouse() && !scheduled.schedule().equals(fleet.schedule())) {
            throw PipelineException.failed(
                    ("--schedule: the database must have the schedule of %s for site_id=%s, since the checks in SQL go by it, got %s"
                                    + " there and %s in the file; nothing was written; run `minerstream fleet load --schedule %s --site-id %s`"
                                    + " first")
                            .formatted(
                                    file,
                                    fleet.siteId(),
                                    fleet.schedule(),
                                    scheduled.schedule(),
                                    file,
                                    fleet.siteId()));
        }
        return scheduled;
    }

    private static PipelineException unknown(
            String option, String what, String remedy, Fleet fleet, int missing, int first, Exception cause) {
        return PipelineException.failed(
                ("%s: site_id=%s has no rows in hosting_miners for %s of the %s %s (the first is miner %s), so the sink could not "
                                + "store their readings; nothing was written; run `minerstream %s` with the same options first")
                        .formatted(option, fleet.siteId(), missing, fleet.size(), what, first, remedy),
                cause);
    }

    /**
     * Summaries of the fleets in the database, with the statuses of now.
     *
     * @param only the only site; empty for all, those without miners among them
     * @throws NoMinersException when the only site has none
     */
    public static List<FleetSummary> listDatabase(Connections connections, Optional<Integer> only) {
        return connections.withWarehouse(database -> only.isPresent()
                ? List.of(ofNow(new DatabaseFleet(database, only.get()).load()))
                : new FleetTables(database)
                        .siteIds().stream().map(site -> summary(database, site)).toList());
    }

    /**
     * Summaries of the fleets in the topic hosting-miners, with the statuses of now.
     *
     * @param only the only site; empty for all
     * @throws NoMinersException when the only site has none
     */
    public static List<FleetSummary> listTopic(Connections connections, Optional<Integer> only) {
        if (only.isPresent()) {
            return List.of(ofNow(FleetTopic.from(connections.kafkaProperties(), connections.topics(), only.get())
                    .load()));
        }
        return FleetTopic.loadAll(connections.kafkaProperties(), connections.topics()).values().stream()
                .map(FleetLoading::ofNow)
                .toList();
    }

    private static FleetSummary summary(Connection database, int site) {
        try {
            return ofNow(new DatabaseFleet(database, site).load());
        } catch (NoMinersException e) {
            return FleetSummary.empty(site);
        }
    }

    private static FleetSummary ofNow(Fleet fleet) {
        return FleetSummary.of(fleet, Instant.now());
    }
}
