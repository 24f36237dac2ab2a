package io.minerstream.cli.generate;

import io.minerstream.cli.ExitCode;
import io.minerstream.cli.connection.Connections;
import io.minerstream.cli.fleet.FleetOptions;
import io.minerstream.cli.terminal.CommandException;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.NoMinersException;
import io.minerstream.producer.fleet.database.DatabaseFleet;
import io.minerstream.producer.roster.FleetTopic;

/** Reads the fleet of a run. */
public final class FleetLoading {

    private FleetLoading() {}

    /**
     * The synthetic miners that the options ask for, or those of the site.
     *
     * @throws CommandException when the warehouse does not know synthetic ones
     * @see #load(Connections, int)
     */
    public static Fleet load(Connections connections, FleetOptions options, RunOptions run) {
        if (!options.isGiven()) {
            return load(connections, run.siteId());
        }
        Fleet fleet = options.synthetic(run.siteId(), run.seed()).load();
        if (connections.hasWarehouse()) {
            requireKnownToWarehouse(connections, fleet);
        }
        return fleet;
    }

    /**
     * The miners of a site, of any status: as the database has them, or, when none is known, the topic hosting-miners.
     *
     * @throws NoMinersException when the database has none
     * @throws CommandException when the topic has none, or Kafka does not answer
     */
    public static Fleet load(Connections connections, int siteId) {
        if (connections.hasWarehouse()) {
            return fromDatabase(connections, siteId);
        }
        connections.openAdmin().close();
        try {
            return FleetTopic.from(connections.kafkaProperties(), connections.topics(), siteId)
                    .load();
        } catch (NoMinersException e) {
            throw new CommandException(
                    ExitCode.FAILED,
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
        return connections.withWarehouse(
                database -> DatabaseFleet.from(database, siteId).load());
    }

    /**
     * Sees to it that the warehouse knows every miner of a synthetic fleet: its readings could not land otherwise.
     *
     * @throws CommandException when it does not
     */
    private static void requireKnownToWarehouse(Connections connections, Fleet fleet) {
        Fleet known;
        try {
            known = fromDatabase(connections, fleet.siteId());
        } catch (NoMinersException e) {
            throw unknown(fleet, fleet.size(), fleet.minerId(0), e);
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
            throw unknown(fleet, missing, first, null);
        }
    }

    private static CommandException unknown(Fleet fleet, int missing, int first, Exception cause) {
        return new CommandException(
                ExitCode.FAILED,
                ("--miners: site_id=%d has no rows in hosting_miners for %d of the %d synthetic miners (the first is miner %d), so "
                                + "the sink could not store their readings; nothing was written; run `minerstream fleet init` with the "
                                + "same options first")
                        .formatted(fleet.siteId(), missing, fleet.size(), first),
                cause);
    }
}
