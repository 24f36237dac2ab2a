package io.minerstream.cli.fleet;

import io.minerstream.cli.ExitCode;
import io.minerstream.cli.connection.ConnectionOptions;
import io.minerstream.cli.connection.Connections;
import io.minerstream.cli.terminal.OutputOptions;
import io.minerstream.connect.warehouse.SeededFleet;
import io.minerstream.producer.fleet.Fleet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Fleets in the database. */
@Command(name = "fleet", header = "Write a synthetic fleet into the database.", synopsisSubcommandLabel = "COMMAND")
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
                            names = "--seed",
                            paramLabel = "N",
                            order = 23,
                            defaultValue = "42",
                            description = "Seed of the fleet (default: ${DEFAULT-VALUE}).")
                    long seed,
            @Mixin FleetOptions options,
            @Mixin ConnectionOptions connection,
            @Mixin OutputOptions output) {
        Fleet fleet = options.synthetic(siteId, seed).load();
        SeededFleet seeded = FleetSeeding.seed(Connections.resolve(connection), fleet);
        spec.commandLine()
                .getOut()
                .printf(
                        "site %d: %d miners %s, %d rows written, %d were right already%n",
                        siteId,
                        fleet.size(),
                        fleet.statusDistribution(),
                        seeded.written(),
                        seeded.miners() - seeded.written());
        return ExitCode.DONE;
    }
}
