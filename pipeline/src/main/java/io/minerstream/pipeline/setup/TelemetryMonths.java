package io.minerstream.pipeline.setup;

import io.minerstream.connect.warehouse.TelemetryPartitions;
import io.minerstream.pipeline.connection.Connections;
import java.time.Instant;

/** Monthly partitions for readings that are about to come. */
public final class TelemetryMonths {

    private TelemetryMonths() {}

    /**
     * Makes the partitions of {@code miner_telemetry} that a range lacks, where the warehouse is known and the table has monthly ones.
     * Idempotent. Rows that came before are moved out of the default partition.
     *
     * @param from inclusive
     * @param to exclusive
     * @throws io.minerstream.pipeline.PipelineException when the warehouse does not answer
     * @throws io.minerstream.connect.warehouse.WarehouseException when the user may not make them
     */
    public static void ensure(Connections connections, Instant from, Instant to) {
        if (connections.hasWarehouse()) {
            connections.withWarehouse(database -> new TelemetryPartitions(database).ensure(from, to));
        }
    }
}
