package io.minerstream.schemas.miner;

import io.minerstream.avro.HostingMiner;

/**
 * What a miner does when it runs normally: the value that every reading is drawn around and judged against.
 *
 * <p>Each metric is resolved on its own through three layers: the miner's actual value, else its model's reference value,
 * else the default. A value that is absent, not a number, infinite, zero or negative falls through to the next layer.
 *
 * @param hashrateTh hashrate in TH/s, finite and greater than 0
 * @param powerW power in W, finite and greater than 0
 */
public record Baseline(double hashrateTh, double powerW) {

    /** Hashrate, in TH/s, of a miner of which nothing is known. */
    public static final double DEFAULT_HASHRATE_TH = 110.0;

    /** Power, in W, of a miner of which nothing is known. */
    public static final double DEFAULT_POWER_W = 3000.0;

    public Baseline {
        requireUsable("hashrateTh", hashrateTh);
        requireUsable("powerW", powerW);
    }

    /**
     * Resolves both metrics of a roster entry.
     *
     * @param miner the roster entry, not null
     */
    public static Baseline of(HostingMiner miner) {
        return new Baseline(
                resolve(orNaN(miner.getActualHashrate()), orNaN(miner.getReferenceHashrate()), DEFAULT_HASHRATE_TH),
                resolve(orNaN(miner.getActualPower()), orNaN(miner.getReferencePower()), DEFAULT_POWER_W));
    }

    /**
     * Resolves one metric.
     *
     * @param actual the miner's own value; NaN stands for NULL
     * @param reference the model's value; NaN stands for NULL
     * @param fallback used when neither of the others is finite and greater than 0
     */
    public static double resolve(double actual, double reference, double fallback) {
        if (isUsable(actual)) {
            return actual;
        }
        return isUsable(reference) ? reference : fallback;
    }

    private static boolean isUsable(double value) {
        return value > 0 && value < Double.POSITIVE_INFINITY;
    }

    private static double orNaN(Double value) {
        return value == null ? Double.NaN : value;
    }

    private static void requireUsable(String name, double value) {
        if (!isUsable(value)) {
            throw new IllegalArgumentException(name + ": must be finite and greater than 0, got " + value);
        }
    }
}
