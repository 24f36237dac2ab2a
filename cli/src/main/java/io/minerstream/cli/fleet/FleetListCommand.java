package io.minerstream.cli.fleet;

import io.minerstream.cli.ExitCode;
import io.minerstream.cli.connection.ConnectionOptions;
import io.minerstream.cli.range.SiteId;
import io.minerstream.cli.report.FleetJson;
import io.minerstream.cli.report.FleetText;
import io.minerstream.cli.report.JsonOutput;
import io.minerstream.cli.terminal.OutputOptions;
import io.minerstream.connect.warehouse.FleetTables;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.FleetSummary;
import io.minerstream.producer.fleet.NoMinersException;
import io.minerstream.producer.fleet.database.DatabaseFleet;
import io.minerstream.producer.roster.FleetTopic;
import java.io.PrintWriter;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the fleets that the database or the topic holds. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        sortOptions = true,
        header =
                "List sites with their miners by status, their models, their NULL baselines and their scheduled changes.",
        description =
                "From the database; with --topic from the topic hosting-miners. Statuses are those of now. Writes nothing.")
final class FleetListCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private OutputOptions output;

    @Option(
            names = "--site-id",
            paramLabel = "ID",
            order = 1,
            description = "Only this site; exit code 1 when it has no miners (default: all).")
    private Integer siteId;

    @Option(names = "--topic", order = 2, description = "Read the topic hosting-miners instead of the database.")
    private boolean topic;

    @Override
    public Integer call() {
        SiteId.require(siteId);
        Connections connections = connection.resolve();
        List<FleetSummary> sites = topic ? inTopic(connections) : connections.withWarehouse(this::inDatabase);
        PrintWriter out = spec.commandLine().getOut();
        if (output.json()) {
            out.println(JsonOutput.write(FleetJson.of(sites)));
        } else {
            new FleetText(output.locale()).sites(sites).forEach(out::println);
        }
        return ExitCode.DONE;
    }

    private List<FleetSummary> inTopic(Connections connections) {
        connections.openAdmin().close();
        if (siteId != null) {
            return List.of(ofNow(FleetTopic.from(connections.kafkaProperties(), connections.topics(), siteId)
                    .load()));
        }
        return FleetTopic.loadAll(connections.kafkaProperties(), connections.topics()).values().stream()
                .map(FleetListCommand::ofNow)
                .toList();
    }

    private List<FleetSummary> inDatabase(Connection database) {
        if (siteId != null) {
            return List.of(ofNow(DatabaseFleet.from(database, siteId).load()));
        }
        return new FleetTables(database)
                .siteIds().stream().map(site -> summary(database, site)).toList();
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
