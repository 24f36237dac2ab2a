package io.minerstream.cli.fleet;

import io.minerstream.cli.ExitCode;
import io.minerstream.cli.connection.ConnectionOptions;
import io.minerstream.cli.connection.Connections;
import io.minerstream.cli.report.FleetJson;
import io.minerstream.cli.report.FleetText;
import io.minerstream.cli.report.JsonOutput;
import io.minerstream.cli.terminal.OutputOptions;
import io.minerstream.connect.warehouse.SeededFleet;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.FleetSummary;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Loads a fleet from a file into the database. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        sortOptions = true,
        header = "Load a fleet from a CSV or JSON file into the database.",
        description = {
            "Creates the tables. Idempotent: rows that are there are brought to the file's values; models that are there keep "
                    + "theirs, and miners that are not in the file stay.",
            "All or nothing: when any line is wrong, each of them is reported with its number, nothing is written, and the exit "
                    + "code is 2."
        })
final class FleetLoadCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private OutputOptions output;

    @Option(names = "--file", paramLabel = "FILE", order = 1, required = true, description = FleetFileLoading.FILE)
    private Path file;

    @Option(
            names = "--site-id",
            paramLabel = "ID",
            order = 2,
            description =
                    "Site of miners that name none, and the only one to load (default: 5, and all sites of the file).")
    private Integer siteId;

    @Override
    public Integer call() {
        List<Fleet> fleets = FleetFileLoading.load(file, siteId);
        SeededFleet seeded = FleetSeeding.seed(Connections.resolve(connection), fleets);
        List<FleetSummary> sites = fleets.stream().map(FleetSummary::of).toList();
        PrintWriter out = spec.commandLine().getOut();
        if (output.json()) {
            out.println(JsonOutput.write(FleetJson.loaded(sites, seeded)));
        } else {
            new FleetText(output.locale()).loaded(sites, seeded).forEach(out::println);
        }
        return ExitCode.DONE;
    }
}
