package io.minerstream.cli.fleet;

import io.minerstream.cli.option.ConnectionOptions;
import io.minerstream.cli.option.HelpGroups;
import io.minerstream.cli.option.OutputOptions;
import io.minerstream.cli.option.SeedOption;
import io.minerstream.cli.option.SiteOption;
import io.minerstream.cli.option.SyntheticFleetOptions;
import io.minerstream.cli.terminal.ExitCode;
import io.minerstream.connect.warehouse.SeededFleet;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.fleet.FleetSeeding;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.SyntheticFleet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes synthetic fleets to the database. */
@Command(
        name = "init",
        header = "Create the tables and a synthetic fleet in them.",
        description = "Idempotent: existing rows get the same values. The fleet is a pure function of the options.")
final class FleetInitCommand implements Callable<Integer> {

    @Mixin
    private SiteOption site;

    @Option(
            names = "--sites",
            paramLabel = "N",
            order = HelpGroups.FLEET,
            defaultValue = "1",
            description =
                    "Number of sites, each with such a fleet; ids of sites and of miners are consecutive (default: "
                            + "${DEFAULT-VALUE}).")
    private int sites;

    @Mixin
    private SyntheticFleetOptions synthetic;

    @Mixin
    private SeedOption seed;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        Connections connections = connection.resolve();
        List<InitializedSite> initialized = new ArrayList<>();
        for (SyntheticFleet fleet : synthetic.synthetic(site.id(), seed.value(), sites, "--sites")) {
            initialized.add(initialize(connections, fleet.load()));
        }
        output.print(Map.of("sites", initialized), messages -> initialized.stream()
                .map(done -> messages.text(
                        "fleets.initialized",
                        done.siteId(),
                        done.miners(),
                        done.statuses(),
                        done.written(),
                        done.unchanged()))
                .toList());
        return ExitCode.DONE;
    }

    /** What became of a site, as JSON has it. */
    private record InitializedSite(
            int siteId, int miners, Map<String, Integer> statuses, long written, long unchanged) {}

    private static InitializedSite initialize(Connections connections, Fleet fleet) {
        SeededFleet seeded = FleetSeeding.seed(connections, fleet);
        return new InitializedSite(
                fleet.siteId(),
                fleet.size(),
                fleet.statusDistribution(),
                seeded.written(),
                seeded.miners() - seeded.written());
    }
}
