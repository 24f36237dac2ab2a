package io.minerstream.producer.fleet;

import java.util.Arrays;

/**
 * What is known of miners, of several sites and several times, in rows: 36 bytes each and those of the serial number. Not
 * thread-safe.
 */
public final class MinerTable {

    private final FleetColumns columns = new FleetColumns();
    private final NumberedValues<MinerModel> models = new NumberedValues<>("models");
    private final NumberedValues<String> statuses = new NumberedValues<>("statuses");
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
        columns.append(
                id,
                serialNumber == null ? "" : serialNumber,
                model == null ? FleetBuilder.NO_MODEL : models.number(siteId, model),
                actualHashrateTh,
                actualPowerW,
                statuses.number(siteId, status == null ? FleetBuilder.NO_STATUS : status));
        return row;
    }

    public int siteId(int row) {
        return siteIds[row];
    }

    public String status(int row) {
        return statuses.values().get(columns.statusIndex[row]);
    }

    /** Adds the miner of a row to a fleet, with a status. */
    public void copy(int row, String status, FleetBuilder fleet) {
        short model = columns.modelIndex[row];
        fleet.add(
                columns.ids[row],
                columns.serial(row),
                model == FleetBuilder.NO_MODEL ? null : models.values().get(model),
                columns.actualHashrateTh[row],
                columns.actualPowerW[row],
                status);
    }
}
