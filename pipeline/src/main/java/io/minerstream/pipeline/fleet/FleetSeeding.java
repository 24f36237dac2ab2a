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
import io.minerstream.producer.fleet.database.DatabaseFleet;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes fleets into the tables of the warehouse, which it creates. */
public final class FleetSeeding {

    private FleetSeeding() {}

    /** Creates missing tables and brings the fleet's rows to its values; idempotent. */
    public static SeededFleet seed(Connections connections, Fleet fleet) {
        return seed(connections, List.of(fleet));
    }

    /**
     * Writes the fleets of several sites in one transaction; idempotent.
     *
     * @param replaceSchedules whether the schedules of the fleets replace those of their sites
     */
    public static LoadedFleets load(Connections connections, List<Fleet> fleets, boolean replaceSchedules) {
        SeededFleet seeded = replaceSchedules
                ? connections.withWarehouse(database -> {
                    WarehouseSchema.create(database);
                    return new FleetTables(database)
                            .seed(sites(fleets), models(fleets), () -> new Miners(fleets.iterator()), changes(fleets));
                })
                : seed(connections, fleets);
        return new LoadedFleets(fleets, Optional.of(seeded), seeded.schedule());
    }

    /**
     * Replaces the schedule of a site whose miners the warehouse has.
     *
     * @param schedule gives the site's fleet the new schedule
     */
    public static LoadedFleets loadSchedule(Connections connections, int siteId, UnaryOperator<Fleet> schedule) {
        return connections.withWarehouse(database -> {
            WarehouseSchema.create(database);
            Fleet fleet = schedule.apply(DatabaseFleet.from(database, siteId).load());
            List<Fleet> fleets = List.of(fleet);
            SeededSchedule seeded = new ScheduleTable(database).replace(List.of(siteId), changes(fleets));
            return new LoadedFleets(fleets, Optional.empty(), Optional.of(seeded));
        });
    }

    private static SeededFleet seed(Connections connections, Collection<Fleet> fleets) {
        return connections.withWarehouse(database -> {
            WarehouseSchema.create(database);
            return new FleetTables(database).seed(sites(fleets), models(fleets), () -> new Miners(fleets.iterator()));
        });
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

    /** One miner at a time: a stream of streams would take a whole fleet into memory. */
    private static final class Miners implements Iterator<HostingMiner> {

        private final Iterator<Fleet> fleets;
        private Fleet fleet;
        private int next;

        Miners(Iterator<Fleet> fleets) {
            this.fleets = fleets;
        }

        @Override
        public boolean hasNext() {
            while (fleet == null || next == fleet.size()) {
                if (!fleets.hasNext()) {
                    return false;
                }
                fleet = fleets.next();
                next = 0;
            }
            return true;
        }

        @Override
        public HostingMiner next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return fleet.hostingMiner(next++);
        }
    }
}
