package io.minerstream.producer.fleet;

/**
 * The miners of a site after a log of changes to them: the last one of each miner counts. Takes the memory of the fleet twice and
 * 24 bytes a miner, and that of rows which were changed again before it is built. Not thread-safe.
 */
public final class FleetChanges {

    private final int siteId;
    private final FleetColumns columns = new FleetColumns();
    private final MinerIndex rows = new MinerIndex();
    private final NumberedValues<MinerModel> models;
    private final NumberedValues<String> statuses;
    private int miners;

    /** @param siteId {@code hosting_sites.id} */
    public FleetChanges(int siteId) {
        this.siteId = siteId;
        this.models = new NumberedValues<>(siteId, "models");
        this.statuses = new NumberedValues<>(siteId, "statuses");
    }

    /** The miner is one of the site, and is as given; parameters as those of {@link FleetBuilder#add}. */
    public void put(
            int id,
            String serialNumber,
            MinerModel model,
            double actualHashrateTh,
            double actualPowerW,
            String status) {
        if (rows.put(id, columns.size()) == MinerIndex.ABSENT) {
            miners++;
        }
        columns.append(
                id,
                serialNumber == null ? "" : serialNumber,
                model == null ? FleetBuilder.NO_MODEL : models.number(model),
                actualHashrateTh,
                actualPowerW,
                statuses.number(status == null ? FleetBuilder.NO_STATUS : status));
    }

    /** The miner is none of the site, or not any more. */
    public void remove(int id) {
        if (rows.put(id, MinerIndex.ABSENT) != MinerIndex.ABSENT) {
            miners--;
        }
    }

    /** Whether no miner is left. */
    public boolean isEmpty() {
        return miners == 0;
    }

    /**
     * The miners that are left.
     *
     * @throws NoMinersException when none is
     * @throws InvalidFleetException as {@link FleetBuilder#build()}
     */
    public Fleet build() {
        FleetBuilder fleet = Fleet.builder(siteId);
        for (int id : rows.minerIds()) {
            int row = rows.get(id);
            short model = columns.modelIndex[row];
            fleet.add(
                    id,
                    columns.serial(row),
                    model == FleetBuilder.NO_MODEL ? null : models.values().get(model),
                    columns.actualHashrateTh[row],
                    columns.actualPowerW[row],
                    statuses.values().get(columns.statusIndex[row]));
        }
        return fleet.build();
    }
}
