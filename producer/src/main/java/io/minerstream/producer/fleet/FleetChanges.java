package io.minerstream.producer.fleet;

import io.minerstream.producer.fleet.schedule.StatusSchedule;
import java.time.Instant;
import java.util.Arrays;

/**
 * The miners of a site after a log of what is said of them. Each entry counts from a time on, and takes the place of what was said
 * before it of that time and of later ones. Takes the memory of the fleet twice and 36 bytes a miner, and that of rows whose place
 * was taken before it is built. Not thread-safe.
 */
public final class FleetChanges {

    private final int siteId;
    private final FleetColumns columns = new FleetColumns();
    private final MinerIndex rows = new MinerIndex();
    private final NumberedValues<MinerModel> models;
    private final NumberedValues<String> statuses;
    /** By row, the time from which it counts, and the row of the same miner that counts until then. */
    private long[] validFromMs = new long[64];

    private int[] before = new int[64];
    private int miners;

    /** @param siteId {@code hosting_sites.id} */
    public FleetChanges(int siteId) {
        this.siteId = siteId;
        this.models = new NumberedValues<>(siteId, "models");
        this.statuses = new NumberedValues<>(siteId, "statuses");
    }

    /**
     * The miner is one of the site, and is as given from a time on; other parameters as those of {@link FleetBuilder#add}.
     *
     * @param validFrom inclusive
     */
    public void put(
            int id,
            Instant validFrom,
            String serialNumber,
            MinerModel model,
            double actualHashrateTh,
            double actualPowerW,
            String status) {
        long fromMs = validFrom.toEpochMilli();
        int row = columns.size();
        int earlier = rows.put(id, row);
        miners += earlier == MinerIndex.ABSENT ? 1 : 0;
        while (earlier != MinerIndex.ABSENT && validFromMs[earlier] >= fromMs) {
            earlier = before[earlier];
        }
        if (row == before.length) {
            int length = Math.addExact(row, row >> 1);
            validFromMs = Arrays.copyOf(validFromMs, length);
            before = Arrays.copyOf(before, length);
        }
        validFromMs[row] = fromMs;
        before[row] = earlier;
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
     * The miners that are left, as the entries say that count from the latest time; with the status of the earliest one, and a
     * schedule of those that follow.
     *
     * @throws NoMinersException when none is
     * @throws InvalidFleetException as {@link FleetBuilder#build()}
     */
    public Fleet build() {
        FleetBuilder fleet = Fleet.builder(siteId);
        StatusSchedule.Builder schedule = StatusSchedule.builder();
        for (int id : rows.minerIds()) {
            int row = rows.get(id);
            short model = columns.modelIndex[row];
            fleet.add(
                    id,
                    columns.serial(row),
                    model == FleetBuilder.NO_MODEL ? null : models.values().get(model),
                    columns.actualHashrateTh[row],
                    columns.actualPowerW[row],
                    statuses.values().get(firstStatus(row, schedule)));
        }
        return fleet.build().withSchedule(schedule.build());
    }

    /** Adds the changes of a miner to the schedule, the latest first; returns the status before them. */
    private short firstStatus(int last, StatusSchedule.Builder schedule) {
        int row = last;
        while (before[row] != MinerIndex.ABSENT) {
            if (columns.statusIndex[row] != columns.statusIndex[before[row]]) {
                String status = statuses.values().get(columns.statusIndex[row]);
                schedule.add(columns.ids[row], Instant.ofEpochMilli(validFromMs[row]), status);
            }
            row = before[row];
        }
        return columns.statusIndex[row];
    }
}
