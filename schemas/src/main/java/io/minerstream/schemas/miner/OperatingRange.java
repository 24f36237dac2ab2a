package io.minerstream.schemas.miner;

/**
 * A closed interval of allowed values.
 *
 * @param min smallest allowed value
 * @param max largest allowed value, at least {@code min}
 */
public record OperatingRange(double min, double max) {

    public OperatingRange {
        if (!(min <= max)) {
            throw new IllegalArgumentException("max: must be at least min (" + min + "), got " + max);
        }
    }

    /**
     * This range with both ends multiplied.
     *
     * @param factor at least 0
     */
    public OperatingRange times(double factor) {
        return new OperatingRange(min * factor, max * factor);
    }
}
