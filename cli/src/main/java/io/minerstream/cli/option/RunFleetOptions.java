package io.minerstream.cli.option;

import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.fleet.FleetDatabase;
import io.minerstream.pipeline.fleet.FleetLoading;
import io.minerstream.producer.fleet.Fleet;
import java.util.Optional;
import picocli.CommandLine.Mixin;

/** The fleet of a run. */
public final class RunFleetOptions {

    @Mixin
    private SyntheticFleetOptions synthetic;

    @Mixin
    private FleetDatabaseOptions database;

    @Mixin
    private ScheduleOption schedule;

    /**
     * The miners of the options: synthetic ones, those of another database, or those of the site in the database or else in the
     * topic.
     *
     * @throws PipelineException when the options contradict each other, or the warehouse does not know the miners or their schedule
     */
    public Fleet load(Connections connections, int siteId, long seed) {
        Fleet fleet = source(connections, siteId, seed);
        return schedule.file()
                .map(file -> FleetLoading.scheduled(connections, fleet, file))
                .orElse(fleet);
    }

    private Fleet source(Connections connections, int siteId, long seed) {
        Optional<FleetDatabase> other = database.given();
        if (synthetic.isGiven() && other.isPresent()) {
            throw PipelineException.usage("--fleet-url: must not be combined with --miners, --mix or --null-baselines");
        }
        if (synthetic.isGiven()) {
            Fleet fleet = synthetic.synthetic(siteId, seed).load();
            return FleetLoading.asWarehouseKnows(connections, fleet, "--miners", "synthetic miners", "fleet init");
        }
        if (other.isPresent()) {
            Fleet fleet = other.get().load(siteId);
            return FleetLoading.asWarehouseKnows(connections, fleet, "--fleet-url", "miners", "fleet load");
        }
        return FleetLoading.load(connections, siteId);
    }
}
