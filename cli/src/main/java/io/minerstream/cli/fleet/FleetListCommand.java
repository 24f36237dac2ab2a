package io.minerstream.cli.fleet;

import io.minerstream.cli.option.ConnectionOptions;
import io.minerstream.cli.option.HelpGroups;
import io.minerstream.cli.option.OutputOptions;
import io.minerstream.cli.option.SiteFilter;
import io.minerstream.cli.report.FleetText;
import io.minerstream.cli.terminal.ExitCode;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.fleet.FleetListing;
import io.minerstream.producer.fleet.FleetSummary;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the fleets that the database or the topic holds. */
@Command(name = "list")
final class FleetListCommand implements Callable<Integer> {

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private OutputOptions output;

    @Mixin
    private SiteFilter site;

    @Option(names = "--topic", order = HelpGroups.FLEET)
    private boolean topic;

    @Override
    public Integer call() {
        Optional<Integer> only = site.id();
        Connections connections = connection.resolve();
        List<FleetSummary> sites =
                topic ? FleetListing.ofTopic(connections, only) : FleetListing.ofDatabase(connections, only);
        output.print(Map.of("sites", sites), messages -> new FleetText(messages).sites(sites));
        return ExitCode.DONE;
    }
}
