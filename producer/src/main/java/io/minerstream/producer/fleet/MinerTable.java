package io.minerstream.producer.fleet;

import java.util.Arrays;

/**
 * What is known of miners, of several sites and several times, in rows: 36 bytes each and those of the serial number. Not
 * thread-safe.
 */
public final class MinerTable {

    private final FleetColumns columns = new FleetColumns();
    private int[] siteIds = new int[64];

    /**
     * Adds a row; other parameters as those of {@link FleetBuilder#add}.
     *
     * @param siteId {@code hosting_sites.id}
     * @return its number, from 0
     */
    public int append(
            int siteId,
            int id,
            String serialNumber,
            MinerModel model,
            double actualHashrateTh,
            double actualPowerW,
            String status) {
        int row = columns.size();
        if (row == siteIds.length) {
            siteIds = Arrays.copyOf(siteIds, Math.addExact(row, row >> 1));
        }
        siteIds[row] = siteId;
        columns.append(siteId, id, serialNumber, model, actualHashrateTh, actualPowerW, status);
        return row;
    }

    public int siteId(int row) {
        return siteIds[row];
    }

    public String status(int row) {
        return columns.statuses().get(columns.statusIndex[row]);
    }

    /** Adds the miner of a row to a fleet, with a status. */
    public void copy(int row, String status, FleetBuilder fleet) {
        fleet.add(
                columns.ids[row],
                columns.serial(row),
                columns.model(row),
                columns.actualHashrateTh[row],
                columns.actualPowerW[row],
                status);
    }
}
