package io.minerstream.producer.fleet;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects the miners of a site, in any order, and reports all problems at once. Not thread-safe; one fleet per builder.
 */
public final class FleetBuilder {

    /** TH/s or W. A larger value is a mistake, and its readings could not be rounded to two decimals. */
    private static final double LARGEST_VALUE = 1e12;

    /** Most problems that a message lists. */
    static final int LISTED_PROBLEMS = 10;

    private final int siteId;
    private final FleetColumns columns = new FleetColumns();
    private final List<String> problems = new ArrayList<>();
    private long problemCount;

    FleetBuilder(int siteId) {
        this.siteId = siteId;
    }

    /**
     * Adds a miner. Problems are reported by {@link #build()}.
     *
     * @param id {@code hosting_miners.id}, greater than 0
     * @param serialNumber null becomes empty
     * @param model null when the miner has none
     * @param actualHashrateTh the miner's own hashrate, TH/s; NaN stands for NULL
     * @param actualPowerW the miner's own power, W; NaN stands for NULL
     * @param status as the source spells it; null becomes {@code unknown}, which counts as not running
     */
    public FleetBuilder add(
            int id,
            String serialNumber,
            MinerModel model,
            double actualHashrateTh,
            double actualPowerW,
            String status) {
        if (id <= 0) {
            problem("miner id must be greater than 0, got " + id + " (serial number " + serialNumber + ")");
        }
        checkValue(id, "actual_hashrate", actualHashrateTh);
        checkValue(id, "actual_power", actualPowerW);
        columns.append(siteId, id, serialNumber, model, actualHashrateTh, actualPowerW, status);
        return this;
    }

    /** Number of miners so far. */
    public int size() {
        return columns.size();
    }

    /**
     * Serial number of a miner.
     *
     * @param row its place in the order in which miners were added, from 0
     */
    public String serialNumber(int row) {
        return columns.serial(row);
    }

    /**
     * Finishes the fleet.
     *
     * @throws NoMinersException when no miner was added
     * @throws InvalidFleetException when an id is not positive or not unique, or a value is above 1e12; lists up to ten
     *     problems and gives their number
     */
    public Fleet build() {
        if (columns.size() == 0) {
            throw new NoMinersException(siteId);
        }
        columns.models().forEach(model -> {
            checkModelValue(model, "reference_hashrate", model.referenceHashrateTh());
            checkModelValue(model, "reference_power", model.referencePowerW());
        });
        long[] rowsById = columns.rowsById();
        boolean ascending = true;
        for (int i = 0; i < rowsById.length; i++) {
            ascending &= (int) rowsById[i] == i;
            if (i > 0 && rowsById[i] >> Integer.SIZE == rowsById[i - 1] >> Integer.SIZE) {
                problem("miner id %s occurs twice (serial numbers %s and %s)"
                        .formatted(
                                rowsById[i] >> Integer.SIZE, columns.serial((int) rowsById[i - 1]), columns.serial((int)
                                        rowsById[i])));
            }
        }
        if (problemCount > 0) {
            throw new InvalidFleetException(siteId, problems, problemCount);
        }
        return new Fleet(siteId, ascending ? columns.trimmed() : columns.sorted(rowsById));
    }

    private void checkValue(int id, String column, double value) {
        if (isUnusable(value)) {
            problem("%s of miner %s must be at most %s, got %s".formatted(column, id, (long) LARGEST_VALUE, value));
        }
    }

    private void checkModelValue(MinerModel model, String column, double value) {
        if (isUnusable(value)) {
            problem("%s of model %s must be at most %s, got %s"
                    .formatted(column, model.name(), (long) LARGEST_VALUE, value));
        }
    }

    /** NaN stands for NULL. Zero, less and infinity are valid: the baseline skips them. */
    private static boolean isUnusable(double value) {
        return value > LARGEST_VALUE && value < Double.POSITIVE_INFINITY;
    }

    private void problem(String text) {
        problemCount++;
        if (problems.size() < LISTED_PROBLEMS) {
            problems.add(text);
        }
    }
}
