package io.minerstream.cli.fleet;

import io.minerstream.cli.ExitCode;
import io.minerstream.cli.connection.ConnectionOptions;
import io.minerstream.cli.terminal.OutputOptions;
import io.minerstream.connect.warehouse.SeededFleet;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.fleet.FleetSeeding;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.SyntheticFleet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Fleets in the database and in the topic hosting-miners. */
@Command(
        name = "fleet",
        header = "Make, load, list or publish fleets.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {FleetLoadCommand.class, FleetListCommand.class, FleetPublishCommand.class})
public final class FleetCommand {

    @Spec
    private CommandSpec spec;

    @Command(
            name = "init",
            mixinStandardHelpOptions = true,
            sortOptions = true,
            header = "Create the tables and a synthetic fleet in them.",
            description =
                    "Idempotent: rows that are there are brought to the same values. The fleet is a pure function of its "
                            + "options.")
    int init(
            @Option(
                            names = "--site-id",
                            paramLabel = "ID",
                            order = 1,
                            defaultValue = "5",
                            description = "Site of the fleet (default: ${DEFAULT-VALUE}).")
                    int siteId,
            @Option(
                            names = "--sites",
                            paramLabel = "N",
                            order = 2,
                            defaultValue = "1",
                            description =
                                    "Number of sites with a fleet each; their ids and those of their miners follow one "
                                            + "another (default: ${DEFAULT-VALUE}).")
                    int sites,
            @Option(
                            names = "--seed",
                            paramLabel = "N",
                            order = 23,
                            defaultValue = "42",
                            description = "Seed of the fleet (default: ${DEFAULT-VALUE}).")
                    long seed,
            @Mixin FleetOptions options,
            @Mixin ConnectionOptions connection,
            @Mixin OutputOptions output) {
        Connections connections = connection.resolve();
        for (SyntheticFleet synthetic : options.synthetic(siteId, seed, sites, "--sites")) {
            Fleet fleet = synthetic.load();
            SeededFleet seeded = FleetSeeding.seed(connections, fleet);
            spec.commandLine()
                    .getOut()
                    .printf(
                            "site %d: %d miners %s, %d rows written, %d unchanged%n",
                            fleet.siteId(),
                            fleet.size(),
                            fleet.statusDistribution(),
                            seeded.written(),
                            seeded.miners() - seeded.written());
        }
        return ExitCode.DONE;
    }
}
