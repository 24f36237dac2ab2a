package io.minerstream.producer.run;

/**
 * How a run is cut into units of commit: everything at once while that is at most {@value #LARGEST_WHOLE_RUN} records, so
 * that a run is there or not there; else one unit for each time point, so that no transaction grows with the length of the
 * run.
 *
 * @param miners miners of the fleet, at least 1
 * @param timePoints time points of the run, at least 1
 */
public record RunPlan(int miners, int timePoints) {

    /** Most records that are committed in one piece. */
    public static final long LARGEST_WHOLE_RUN = 1_000_000;

    public RunPlan {
        if (miners < 1 || timePoints < 1) {
            throw new IllegalArgumentException(
                    "a run must have at least 1 miner and 1 time point, got %d and %d".formatted(miners, timePoints));
        }
    }

    /**
     * A unit of commit: all miners at some time points.
     *
     * @param from first time point, inclusive
     * @param to last time point, exclusive
     */
    public record Unit(int from, int to) {}

    /** Records of the whole run: miners x time points. */
    public long records() {
        return (long) miners * timePoints;
    }

    /** Number of units, at least 1. */
    public int units() {
        return isWhole() ? 1 : timePoints;
    }

    /**
     * A unit, in the order in which they are committed.
     *
     * @param index 0 to {@link #units()} - 1
     */
    public Unit unit(int index) {
        if (index < 0 || index >= units()) {
            throw new IndexOutOfBoundsException("unit " + index + " of " + units());
        }
        return isWhole() ? new Unit(0, timePoints) : new Unit(index, index + 1);
    }

    /** Records of the largest unit. */
    public long recordsPerUnit() {
        return isWhole() ? records() : miners;
    }

    private boolean isWhole() {
        return records() <= LARGEST_WHOLE_RUN;
    }
}
