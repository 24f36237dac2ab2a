package io.minerstream.cli.fleet;

import io.minerstream.cli.option.ConnectionOptions;
import io.minerstream.cli.option.HelpGroups;
import io.minerstream.cli.option.OutputOptions;
import io.minerstream.cli.option.SeedOption;
import io.minerstream.cli.option.SiteOption;
import io.minerstream.cli.option.SyntheticFleetOptions;
import io.minerstream.cli.report.InitializedFleet;
import io.minerstream.cli.terminal.ExitCode;
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
@Command(name = "init")
final class FleetInitCommand implements Callable<Integer> {

    @Mixin
    private SiteOption site;

    @Option(names = "--sites", paramLabel = "N", order = HelpGroups.FLEET, defaultValue = "1")
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
        List<InitializedFleet> initialized = new ArrayList<>();
        for (SyntheticFleet described : synthetic.synthetic(site.id(), seed.value(), sites, "--sites")) {
            Fleet fleet = described.load();
            initialized.add(InitializedFleet.of(fleet, FleetSeeding.seed(connections, fleet)));
        }
        output.print(Map.of("sites", initialized), messages -> initialized.stream()
                .map(fleet -> fleet.line(messages))
                .toList());
        return ExitCode.DONE;
    }
}
