package io.minerstream.producer.signal;

/** Rounding of measured values. Stateless. */
final class Decimals {

    /** From here on all values of {@code value * 100} are whole numbers. */
    private static final double WHOLE = 0x1.0p52;

    private Decimals() {}

    /**
     * The double nearest to {@code value} rounded to two decimals, half to even, like
     * {@code new BigDecimal(value).setScale(2, HALF_EVEN).doubleValue()} but without allocation.
     *
     * <p>The exact binary value counts, as in Python's {@code round}: 1.115 is stored as 1.11499... and becomes 1.11. The
     * product with 100 is itself rounded and can land on a half that the exact product misses; rounding is monotone, so
     * this is the only case in which it misleads, and there the exact remainder of the product decides.
     *
     * @param value finite; returned unchanged from 2^52 / 100 (4.5e13) on, far above any miner
     */
    static double round2(double value) {
        double hundredfold = value * 100;
        if (!(Math.abs(hundredfold) < WHOLE)) {
            return value;
        }
        double rounded = Math.rint(hundredfold);
        double distance = hundredfold - rounded;
        if (distance == 0.5 || distance == -0.5) {
            double remainder = Math.fma(value, 100, -hundredfold);
            if (remainder > 0) {
                rounded = Math.ceil(hundredfold);
            } else if (remainder < 0) {
                rounded = Math.floor(hundredfold);
            }
        }
        return rounded / 100;
    }

    /**
     * Rounds to two decimals inside a range. Where {@link #round2(double)} leaves the range, the result is the next number with two
     * decimals inside it; only if there is none, the result is outside by less than 0.005.
     *
     * @param value in {@code [min, max]}
     */
    static double round2(double value, double min, double max) {
        double rounded = round2(value);
        if (rounded >= min && rounded <= max) {
            return rounded;
        }
        double before = round2(rounded < min ? rounded + 0.01 : rounded - 0.01);
        return before >= min && before <= max ? before : rounded;
    }
}
