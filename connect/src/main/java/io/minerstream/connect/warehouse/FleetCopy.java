package io.minerstream.connect.warehouse;

import io.minerstream.avro.HostingMiner;
import java.sql.Connection;
import java.sql.SQLException;

/** Copies miners into a table. */
final class FleetCopy {

    private FleetCopy() {}

    /** Returns how many miners were copied. */
    static long into(String table, Connection connection, Iterable<HostingMiner> miners) throws SQLException {
        return CopyText.into(
                table
                        + " (id, site_id, miner_model_id, model_name, serial_number, actual_hashrate, actual_power, status)",
                connection,
                miners,
                (copy, miner) -> copy.field(miner.getMinerId())
                        .field(miner.getSiteId())
                        .field(miner.getMinerModelId())
                        .field(miner.getModelName())
                        .field(miner.getSerialNumber())
                        .field(miner.getActualHashrate())
                        .field(miner.getActualPower())
                        .last(miner.getStatus()));
    }
}
