package io.minerstream.cli.fleet;

import io.minerstream.cli.connection.Connections;
import io.minerstream.connect.warehouse.FleetTables;
import io.minerstream.connect.warehouse.MinerModel;
import io.minerstream.connect.warehouse.SeededFleet;
import io.minerstream.connect.warehouse.WarehouseSchema;
import io.minerstream.producer.fleet.Fleet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Writes a fleet into the tables of the warehouse, which it creates. */
public final class FleetSeeding {

    private FleetSeeding() {}

    /** Creates missing tables and brings the fleet's rows to its values; idempotent. */
    public static SeededFleet seed(Connections connections, Fleet fleet) {
        return connections.withWarehouse(database -> {
            WarehouseSchema.create(database);
            return new FleetTables(database)
                    .seed(Map.of(fleet.siteId(), "Site " + fleet.siteId()), models(fleet), () -> IntStream.range(
                                    0, fleet.size())
                            .mapToObj(fleet::hostingMiner)
                            .iterator());
        });
    }

    private static List<MinerModel> models(Fleet fleet) {
        return fleet.models().stream()
                .map(model -> new MinerModel(
                        model.id(),
                        model.name(),
                        model.manufacturer(),
                        Double.isNaN(model.referenceHashrateTh()) ? null : model.referenceHashrateTh(),
                        Double.isNaN(model.referencePowerW()) ? null : (int) Math.round(model.referencePowerW())))
                .toList();
    }
}
