package io.minerstream.cli.fleet;

import io.minerstream.cli.option.ConnectionOptions;
import io.minerstream.cli.option.FleetSourceOptions;
import io.minerstream.cli.option.OutputOptions;
import io.minerstream.cli.option.ScheduleOption;
import io.minerstream.cli.report.FleetDocument;
import io.minerstream.cli.report.FleetText;
import io.minerstream.cli.terminal.ExitCode;
import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.fleet.FleetSeeding;
import io.minerstream.pipeline.fleet.LoadedFleets;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.FleetSummary;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Loads a fleet from a file into the database. */
@Command(name = "load")
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
        LoadedFleets loaded = load(given);
        List<FleetSummary> sites =
                loaded.fleets().stream().map(FleetSummary::of).toList();
        output.print(
                FleetDocument.loaded(sites, loaded.miners(), loaded.schedule()),
                messages -> new FleetText(messages).loaded(sites, loaded.miners(), loaded.schedule()));
        return ExitCode.DONE;
    }

    private LoadedFleets load(List<Fleet> given) {
        ScheduleOption schedule = source.schedule();
        if (given.isEmpty()) {
            return FleetSeeding.loadSchedule(connection.resolve(), source.siteId(), schedule::applyTo);
        }
        List<Fleet> fleets = schedule.applyTo(given);
        boolean scheduled = schedule.file().isPresent()
                || fleets.stream().anyMatch(fleet -> !fleet.schedule().isEmpty());
        return FleetSeeding.load(connection.resolve(), fleets, scheduled);
    }
}
