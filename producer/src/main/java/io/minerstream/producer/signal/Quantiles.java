package io.minerstream.producer.signal;

/**
 * Inverse distribution functions: they turn one uniform number into one of another distribution, at a cost that does not
 * grow with its mean. {@link StrictMath} where results could differ between machines; all else is exact IEEE 754
 * arithmetic, hence the same bits everywhere.
 */
final class Quantiles {

    /** From here on the expansion is used; below, summing takes at most some 50 steps and is exact. */
    private static final double EXPANSION_FROM = 16;

    /** Keeps the result a long, eight standard deviations above the mean too. */
    private static final double LARGEST_MEAN = 0x1.0p62;

    /** 1/k: multiplication is several times faster than division. The sum stops growing before the end (see test). */
    private static final double[] RECIPROCALS = reciprocals(128);

    /** Steps of the table in a unit: 64, so that five terms of the series are enough around each. */
    private static final int STEPS = 64;

    /** exp(-i / STEPS). */
    private static final double[] EXP_OF_MINUS = exponentials((int) (EXPANSION_FROM * STEPS) + 1);

    /**
     * Far more than the sums can be off; and so little that no run gets into doubt, which would cost it the compiled code of a whole
     * reading, and that seconds of the compiler.
     */
    private static final double DOUBT = 1e-11;

    private Quantiles() {}

    /**
     * The Poisson distribution. Exact below a mean of {@value #EXPANSION_FROM}, by adding up probabilities; above, the
     * Cornish-Fisher expansion of its continuous counterpart to order 1/mean, rounded down (Giles, "Algorithm 955:
     * Approximation of the Inverse Poisson Cumulative Distribution Function", ACM TOMS 42(1), 2016, gives the method). Its
     * distribution function is off by 2e-5 at most, at a mean of 16, and by 1e-9 at 2,558: no test on fewer than billions
     * of numbers can tell.
     *
     * @param mean at least 0; above 2^62 it counts as 2^62
     * @param probability in (0, 1)
     * @return at least 0
     */
    static long poisson(double mean, double probability) {
        if (mean < EXPANSION_FROM) {
            return summedPoisson(mean, probability);
        }
        double m = Math.min(mean, LARGEST_MEAN);
        double root = Math.sqrt(m);
        double w = normal(probability);
        double w2 = w * w;
        double expanded = m + root * w + (2 + w2) / 6 - (2 + w2) * w / 72 / root + ((3 * w2 + 7) * w2 - 16) / 810 / m;
        return Math.max(0, (long) expanded);
    }

    /**
     * The same as {@link #exactSummedPoisson}, without its exponential in software, which took a seventh of the time of a whole
     * run: sums from a near one decide, unless the probability is so close to a sum that the difference could.
     */
    static long summedPoisson(double mean, double probability) {
        double term = nearlyExpOfMinus(mean);
        double sum = term;
        int k = 0;
        while (probability > sum && k < RECIPROCALS.length - 1) {
            term *= mean * RECIPROCALS[++k];
            sum += term;
        }
        boolean certain = sum - probability > DOUBT && probability - (sum - term) > DOUBT;
        return certain ? k : exactSummedPoisson(mean, probability);
    }

    /**
     * exp(-x) from a table and a polynomial, off by less than 1e-12 of it. The polynomial is in pairs, since each step of a nested one
     * waits for the last.
     *
     * @param x from 0 to {@value #EXPANSION_FROM}, exclusive
     */
    private static double nearlyExpOfMinus(double x) {
        int step = (int) (x * STEPS + 0.5);
        double r = x - (double) step / STEPS;
        double square = r * r;
        return EXP_OF_MINUS[step] * ((1 - r) + square * ((0.5 - r * (1.0 / 6)) + square * (1.0 / 24)));
    }

    static long exactSummedPoisson(double mean, double probability) {
        double term = StrictMath.exp(-mean);
        double sum = term;
        int k = 0;
        // Terms too small to change the sum: the probability is one that rounding keeps the sum from reaching.
        while (probability > sum && (sum + term != sum || k < mean)) {
            term *= mean * RECIPROCALS[++k];
            sum += term;
        }
        return k;
    }

    /**
     * The standard normal distribution: algorithm AS 241, PPND7, with a relative error of about 1e-7 (Wichura, "The
     * Percentage Points of the Normal Distribution", Applied Statistics 37(3), 1988, 477-484).
     *
     * @param probability in (0, 1)
     */
    static double normal(double probability) {
        double q = probability - 0.5;
        if (Math.abs(q) <= 0.425) {
            double r = 0.180625 - q * q;
            return q
                    * (((59.109374720 * r + 159.29113202) * r + 50.434271938) * r + 3.3871327179)
                    / (((67.187563600 * r + 78.757757664) * r + 17.895169469) * r + 1);
        }
        double tail = normalTail(StrictMath.log(q < 0 ? probability : 1 - probability));
        return q < 0 ? -tail : tail;
    }

    /** Distance from the mean beyond which lies a probability of at most 0.075, given as its logarithm. */
    private static double normalTail(double logProbability) {
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

    private static double[] exponentials(int count) {
        double[] exponentials = new double[count];
        for (int i = 0; i < count; i++) {
            exponentials[i] = StrictMath.exp(-(double) i / STEPS);
        }
        return exponentials;
    }

    private static double[] reciprocals(int count) {
        double[] reciprocals = new double[count];
        for (int k = 1; k < count; k++) {
            reciprocals[k] = 1.0 / k;
        }
        return reciprocals;
    }
}
