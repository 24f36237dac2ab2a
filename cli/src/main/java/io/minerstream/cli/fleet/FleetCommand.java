package io.minerstream.cli.fleet;

import picocli.CommandLine.Command;

/** Fleets in the database and in the topic hosting-miners. */
@Command(
        name = "fleet",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {FleetInitCommand.class, FleetLoadCommand.class, FleetListCommand.class, FleetPublishCommand.class
        })
public final class FleetCommand {}
