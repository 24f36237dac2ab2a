package io.minerstream.pipeline.fleet;

import io.minerstream.avro.HostingMiner;
import io.minerstream.connect.warehouse.FleetTables;
import io.minerstream.connect.warehouse.ModelRow;
import io.minerstream.connect.warehouse.ScheduleTable;
import io.minerstream.connect.warehouse.SeededFleet;
import io.minerstream.connect.warehouse.SeededSchedule;
import io.minerstream.connect.warehouse.StatusChange;
import io.minerstream.connect.warehouse.WarehouseSchema;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.FleetSummary;
import io.minerstream.producer.fleet.database.DatabaseFleet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Writes fleets into the tables of the warehouse, which it creates. */
public final class FleetSeeding {

    private FleetSeeding() {}

    /** Creates missing tables and brings the fleet's rows to its values; idempotent. */
    public static SeededFleet seed(Connections connections, Fleet fleet) {
        return load(connections, List.of(fleet), false).miners().orElseThrow();
    }

    /**
     * Writes the fleets of several sites in one transaction; idempotent.
     *
     * @param replaceSchedules whether the schedules of the fleets replace those of their sites
     */
    public static LoadedFleets load(Connections connections, List<Fleet> fleets, boolean replaceSchedules) {
        SeededFleet seeded = connections.withWarehouse(database -> {
            WarehouseSchema.create(database);
            return new FleetTables(database)
                    .seed(
                            sites(fleets),
                            models(fleets),
                            miners(fleets),
                            replaceSchedules ? Optional.of(changes(fleets)) : Optional.empty());
        });
        return loaded(fleets, Optional.of(seeded), seeded.schedule());
    }

    /**
     * Replaces the schedule of a site whose miners the warehouse has.
     *
     * @param schedule gives the site's fleet the new schedule
     */
    public static LoadedFleets loadSchedule(Connections connections, int siteId, UnaryOperator<Fleet> schedule) {
        return connections.withWarehouse(database -> {
            WarehouseSchema.create(database);
            Fleet fleet = schedule.apply(new DatabaseFleet(database, siteId).load());
            List<Fleet> fleets = List.of(fleet);
            SeededSchedule seeded = ScheduleTable.replace(database, List.of(siteId), changes(fleets));
            return loaded(fleets, Optional.empty(), Optional.of(seeded));
        });
    }

    private static LoadedFleets loaded(
            List<Fleet> fleets, Optional<SeededFleet> miners, Optional<SeededSchedule> schedule) {
        return new LoadedFleets(fleets.stream().map(FleetSummary::of).toList(), miners, schedule);
    }

    /** The changes of the fleets' schedules, one at a time. */
    private static Iterable<StatusChange> changes(Collection<Fleet> fleets) {
        return () -> fleets.stream()
                .map(Fleet::schedule)
                .flatMap(schedule -> IntStream.range(0, schedule.size())
                        .mapToObj(change -> new StatusChange(
                                schedule.minerId(change), schedule.from(change), schedule.statusText(change))))
                .iterator();
    }

    private static Map<Integer, String> sites(Collection<Fleet> fleets) {
        return fleets.stream().collect(Collectors.toMap(Fleet::siteId, fleet -> "Site " + fleet.siteId()));
    }

    private static List<ModelRow> models(Collection<Fleet> fleets) {
        return fleets.stream()
                .flatMap(fleet -> fleet.models().stream())
                .distinct()
                .map(model -> new ModelRow(
                        model.id(),
                        model.name(),
                        model.manufacturer(),
                        Double.isNaN(model.referenceHashrateTh()) ? null : model.referenceHashrateTh(),
                        Double.isNaN(model.referencePowerW()) ? null : (int) Math.round(model.referencePowerW())))
                .toList();
    }

    /** One miner at a time; a stream of streams would hold a whole fleet in memory. */
    private static Iterable<HostingMiner> miners(Collection<Fleet> fleets) {
        long total = fleets.stream().mapToLong(Fleet::size).sum();
        return () -> LongStream.range(0, total)
                .mapToObj(position -> miner(fleets, position))
                .iterator();
    }

    private static HostingMiner miner(Collection<Fleet> fleets, long position) {
        long left = position;
        for (Fleet fleet : fleets) {
            if (left < fleet.size()) {
                return fleet.hostingMiner((int) left);
            }
            left -= fleet.size();
        }
        throw new NoSuchElementException();
    }
}
