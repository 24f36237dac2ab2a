package io.minerstream.producer.signal;

/**
 * The inverse distribution function of the standard normal distribution: algorithm AS 241, PPND7, with a relative error of about
 * 1e-7 (Wichura, "The Percentage Points of the Normal Distribution", Applied Statistics 37(3), 1988, 477-484). Exact IEEE 754
 * arithmetic and {@link StrictMath}, hence the same bits on every machine. Stateless.
 */
final class NormalQuantile {

    private NormalQuantile() {}

    /**
     * The quantile of a probability.
     *
     * @param probability in (0, 1)
     */
    static double of(double probability) {
        double q = probability - 0.5;
        if (Math.abs(q) <= 0.425) {
            double r = 0.180625 - q * q;
            return q
                    * (((59.109374720 * r + 159.29113202) * r + 50.434271938) * r + 3.3871327179)
                    / (((67.187563600 * r + 78.757757664) * r + 17.895169469) * r + 1);
        }
        double distance = tail(StrictMath.log(q < 0 ? probability : 1 - probability));
        return q < 0 ? -distance : distance;
    }

    /** Distance of the quantile from the mean in a tail, by the logarithm of a probability of at most 0.075. */
    private static double tail(double logProbability) {
        double root = Math.sqrt(-logProbability);
        if (root <= 5) {
            double r = root - 1.6;
            return (((0.17023821103 * r + 1.3067284816) * r + 2.7568153900) * r + 1.4234372777)
                    / ((0.12021132975 * r + 0.73700164250) * r + 1);
        }
        double r = root - 5;
        return (((0.017337203997 * r + 0.42868294337) * r + 3.0812263860) * r + 6.6579051150)
                / ((0.012258202635 * r + 0.24197894225) * r + 1);
    }
}
