package io.minerstream.cli.fleet;

import io.minerstream.cli.ExitCode;
import io.minerstream.cli.connection.ConnectionOptions;
import io.minerstream.cli.range.SiteId;
import io.minerstream.cli.report.FleetJson;
import io.minerstream.cli.report.FleetText;
import io.minerstream.cli.report.JsonOutput;
import io.minerstream.cli.terminal.CommandException;
import io.minerstream.cli.terminal.OutputOptions;
import io.minerstream.connect.warehouse.ScheduleTable;
import io.minerstream.connect.warehouse.SeededFleet;
import io.minerstream.connect.warehouse.SeededSchedule;
import io.minerstream.connect.warehouse.WarehouseSchema;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.fleet.FleetSeeding;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.FleetSummary;
import io.minerstream.producer.fleet.database.DatabaseFleet;
import io.minerstream.producer.fleet.file.ScheduleFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
        header =
                "Load a fleet, or a schedule of its statuses, from a CSV or JSON file or another database into the database.",
        description = {
            "Creates the tables. Idempotent: rows that are there are brought to the file's values; models that are there keep "
                    + "theirs, and miners that are not in the file stay. A schedule takes the place of the one that its sites have.",
            "All or nothing: when any line is wrong, each of them is reported with its number, nothing is written, and the exit "
                    + "code is 2."
        })
final class FleetLoadCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private FleetDatabaseOptions fleetDatabase;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private OutputOptions output;

    @Option(names = "--file", paramLabel = "FILE", order = 1, description = FleetFileLoading.FILE)
    private Path file;

    @Option(
            names = FleetOptions.SCHEDULE_OPTION,
            paramLabel = "FILE",
            order = 1,
            description =
                    FleetOptions.SCHEDULE + " Of miners of --file or --fleet-url, else of those that the database has.")
    private Path schedule;

    @Option(
            names = "--site-id",
            paramLabel = "ID",
            order = 2,
            description =
                    "Site of miners that name none, and the only one to load (default: 5, and all sites of the file). Without "
                            + "--file, the site of the schedule or of --fleet-url.")
    private Integer siteId;

    @Override
    public Integer call() {
        fleetDatabase.requireConsistent();
        if (file == null && schedule == null && !fleetDatabase.isGiven()) {
            throw new CommandException(
                    ExitCode.USAGE, "--file, --fleet-url, --schedule: at least one must be given, got none");
        }
        if (file != null && fleetDatabase.isGiven()) {
            throw new CommandException(ExitCode.USAGE, "--file: must stand without --fleet-url, got both");
        }
        SiteId.require(siteId);
        LoadedFleets loaded = file == null && !fleetDatabase.isGiven() ? loadSchedule() : loadMiners();
        List<FleetSummary> sites =
                loaded.fleets().stream().map(FleetSummary::of).toList();
        PrintWriter out = spec.commandLine().getOut();
        if (output.json()) {
            out.println(JsonOutput.write(FleetJson.loaded(sites, loaded.miners(), loaded.schedule())));
        } else {
            new FleetText(output.locale())
                    .loaded(sites, loaded.miners(), loaded.schedule())
                    .forEach(out::println);
        }
        return ExitCode.DONE;
    }

    /**
     * What was loaded.
     *
     * @param miners empty when only a schedule was
     * @param schedule empty when none was
     */
    private record LoadedFleets(List<Fleet> fleets, Optional<SeededFleet> miners, Optional<SeededSchedule> schedule) {}

    private LoadedFleets loadMiners() {
        List<Fleet> fleets = file == null ? List.of(fleetDatabase.load(site())) : FleetFileLoading.load(file, siteId);
        if (schedule != null) {
            fleets = ScheduleFile.of(schedule).applyTo(fleets);
        }
        boolean scheduled = schedule != null
                || fleets.stream().anyMatch(fleet -> !fleet.schedule().isEmpty());
        Connections connections = connection.resolve();
        SeededFleet seeded =
                scheduled ? FleetSeeding.seedWithSchedule(connections, fleets) : FleetSeeding.seed(connections, fleets);
        return new LoadedFleets(fleets, Optional.of(seeded), seeded.schedule());
    }

    private int site() {
        return siteId == null ? FleetFileLoading.DEFAULT_SITE : siteId;
    }

    private LoadedFleets loadSchedule() {
        int site = site();
        return connection.resolve().withWarehouse(database -> {
            WarehouseSchema.create(database);
            Fleet fleet = ScheduleFile.of(schedule)
                    .applyTo(DatabaseFleet.from(database, site).load());
            SeededSchedule seeded =
                    new ScheduleTable(database).replace(List.of(site), FleetSeeding.changes(List.of(fleet)));
            return new LoadedFleets(List.of(fleet), Optional.empty(), Optional.of(seeded));
        });
    }
}
