package io.minerstream.cli.fleet;

import io.minerstream.cli.option.ConnectionOptions;
import io.minerstream.cli.option.FleetSourceOptions;
import io.minerstream.cli.option.OutputOptions;
import io.minerstream.cli.report.FleetDocument;
import io.minerstream.cli.report.FleetText;
import io.minerstream.cli.terminal.ExitCode;
import io.minerstream.connect.warehouse.ScheduleTable;
import io.minerstream.connect.warehouse.SeededFleet;
import io.minerstream.connect.warehouse.SeededSchedule;
import io.minerstream.connect.warehouse.WarehouseSchema;
import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.fleet.FleetSeeding;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.FleetSummary;
import io.minerstream.producer.fleet.database.DatabaseFleet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Loads a fleet from a file into the database. */
@Command(
        name = "load",
        header = "Load a fleet or its status changes from a file or another database into the database.",
        description = {
            "Creates the tables. Idempotent: updates existing miners, keeps existing models and miners that the file does not name, "
                    + "replaces the schedule of the sites.",
            "All or nothing: reports each wrong line with its number, then writes nothing and ends with exit code 2."
        })
final class FleetLoadCommand implements Callable<Integer> {

    @Mixin
    private FleetSourceOptions source;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        List<Fleet> given = source.load();
        if (given.isEmpty() && source.schedule().file().isEmpty()) {
            throw PipelineException.usage("--file, --fleet-url, --schedule: at least one must be given, got none");
        }
        LoadedFleets loaded = given.isEmpty() ? loadSchedule() : loadMiners(given);
        List<FleetSummary> sites =
                loaded.fleets().stream().map(FleetSummary::of).toList();
        output.print(
                FleetDocument.loaded(sites, loaded.miners(), loaded.schedule()),
                messages -> new FleetText(messages).loaded(sites, loaded.miners(), loaded.schedule()));
        return ExitCode.DONE;
    }

    /**
     * What was loaded.
     *
     * @param miners empty when only a schedule was
     * @param schedule empty when none was
     */
    private record LoadedFleets(List<Fleet> fleets, Optional<SeededFleet> miners, Optional<SeededSchedule> schedule) {}

    private LoadedFleets loadMiners(List<Fleet> given) {
        List<Fleet> fleets = source.schedule().applyTo(given);
        boolean scheduled = source.schedule().file().isPresent()
                || fleets.stream().anyMatch(fleet -> !fleet.schedule().isEmpty());
        Connections connections = connection.resolve();
        SeededFleet seeded =
                scheduled ? FleetSeeding.seedWithSchedule(connections, fleets) : FleetSeeding.seed(connections, fleets);
        return new LoadedFleets(fleets, Optional.of(seeded), seeded.schedule());
    }

    private LoadedFleets loadSchedule() {
        int site = source.siteId();
        return connection.resolve().withWarehouse(database -> {
            WarehouseSchema.create(database);
            Fleet fleet = source.schedule()
                    .applyTo(List.of(DatabaseFleet.from(database, site).load()))
                    .get(0);
            SeededSchedule seeded =
                    new ScheduleTable(database).replace(List.of(site), FleetSeeding.changes(List.of(fleet)));
            return new LoadedFleets(List.of(fleet), Optional.empty(), Optional.of(seeded));
        });
    }
}
