package io.minerstream.cli.generate;

import io.minerstream.cli.ExitCode;
import io.minerstream.cli.fleet.FleetDatabaseOptions;
import io.minerstream.cli.fleet.FleetOptions;
import io.minerstream.cli.terminal.CommandException;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.fleet.FleetLoading;
import io.minerstream.producer.fleet.Fleet;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whose readings a run has, and how their statuses change. */
public final class RunFleetOptions {

    @Mixin
    private FleetOptions synthetic;

    @Mixin
    private FleetDatabaseOptions database;

    @Option(
            names = FleetOptions.SCHEDULE_OPTION,
            paramLabel = "FILE",
            order = 22,
            description = FleetOptions.SCHEDULE + " With a database, its schedule must be the same.")
    private Path schedule;

    /**
     * The miners that the options ask for: synthetic ones, those of another database, or those that the site has in the database or
     * else in the topic.
     *
     * @throws CommandException when the options contradict each other, or the warehouse does not know the miners or their schedule
     */
    public Fleet load(Connections connections, RunOptions run) {
        Fleet fleet = source(connections, run);
        return schedule == null ? fleet : FleetLoading.scheduled(connections, fleet, schedule);
    }

    private Fleet source(Connections connections, RunOptions run) {
        database.requireConsistent();
        if (synthetic.isGiven() && database.isGiven()) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "--fleet-url: must stand without --miners, --mix and --null-baselines, got one of them");
        }
        if (synthetic.isGiven()) {
            Fleet fleet = synthetic.synthetic(run.siteId(), run.seed()).load();
            return FleetLoading.asWarehouseKnows(connections, fleet, "--miners", "synthetic miners", "fleet init");
        }
        if (database.isGiven()) {
            Fleet fleet = database.load(run.siteId());
            return FleetLoading.asWarehouseKnows(connections, fleet, "--fleet-url", "miners", "fleet load");
        }
        return FleetLoading.load(connections, run.siteId());
    }
}
