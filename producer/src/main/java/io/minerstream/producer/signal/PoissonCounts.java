package io.minerstream.producer.signal;

/**
 * Poisson counts from uniform numbers, at a cost that does not grow with the mean. Exact IEEE 754 arithmetic and
 * {@link StrictMath}, hence the same counts on every machine. Stateless.
 */
final class PoissonCounts {

    /** Smallest mean for the expansion. Below it, the distribution is exact to within 1e-12. */
    private static final double EXPANSION_FROM = 16;

    /** Keeps results within a long, even eight standard deviations above the mean. */
    private static final double LARGEST_MEAN = 0x1.0p62;

    /** Tables per 1 of mean. With 8, the remainder of a mean gives a count other than 0 in one of sixteen cases. */
    private static final int STEPS = 8;

    private static final int TABLES = (int) (EXPANSION_FROM * STEPS);

    /** Counts per table: at means below 16, a count of 64 has a probability below 1e-17. */
    private static final int COUNTS = 64;

    /** Equal segments of (0, 1). A table has the first count of each; most segments have no other. */
    private static final int SEGMENTS = 64;

    /** Largest count at a mean below 1/{@value #STEPS}: the next one has a probability below 1e-17. */
    private static final int MOST_FEW = 10;

    /** Distribution functions for means of 0, 1/8, 2/8 and so on, concatenated. */
    private static final double[] SUMS = new double[TABLES * COUNTS];

    /** The count at the beginning of each segment. */
    private static final byte[] FIRST_COUNTS = new byte[TABLES * SEGMENTS];

    static {
        for (int table = 0; table < TABLES; table++) {
            fill(table);
        }
    }

    private PoissonCounts() {}

    /**
     * A count, monotone in both probabilities.
     *
     * @param mean at least 0; values above 2^62 are treated as 2^62
     * @param probability uniform in (0, 1)
     * @param otherProbability uniform in (0, 1) and independent; needed below a mean of {@value #EXPANSION_FROM} only
     * @return at least 0
     */
    static long count(double mean, double probability, double otherProbability) {
        return mean < EXPANSION_FROM ? sum(mean, probability, otherProbability) : expansion(mean, probability);
    }

    /** The sum of two independent counts is a count of the summed means: here the next lower mean with a table, and the remainder. */
    private static int sum(double mean, double probability, double otherProbability) {
        int table = (int) (mean * STEPS);
        return tabled(table, probability) + few(mean - (double) table / STEPS, otherProbability);
    }

    /**
     * The inverse distribution function by a guide table (Chen and Asau, "On Generating Random Variates from an Empirical
     * Distribution", AIIE Transactions 6(2), 1974).
     */
    private static int tabled(int table, double probability) {
        int count = FIRST_COUNTS[table * SEGMENTS + (int) (probability * SEGMENTS)];
        while (probability > SUMS[table * COUNTS + count]) {
            count++;
        }
        return count;
    }

    /**
     * The inverse distribution function of a small mean, by adding up probabilities.
     *
     * @param mean below 1/{@value #STEPS}
     */
    private static int few(double mean, double probability) {
        // exp(-mean) is larger than 1 - mean, and rarely needed.
        if (probability <= 1 - mean) {
            return 0;
        }
        double term = expOfMinus(mean);
        double sum = term;
        int count = 0;
        while (probability > sum && count < MOST_FEW) {
            term *= mean / ++count;
            sum += term;
        }
        return count;
    }

    /**
     * exp(-x) by its series to x^9, with an error below 3e-16. Grouped in pairs, which the processor can compute in parallel.
     *
     * @param x from 0 to 1/{@value #STEPS}
     */
    private static double expOfMinus(double x) {
        double square = x * x;
        double fourth = square * square;
        double low = (1 - x) + square * (1.0 / 2 - x * (1.0 / 6));
        double middle = (1.0 / 24 - x * (1.0 / 120)) + square * (1.0 / 720 - x * (1.0 / 5_040));
        double high = 1.0 / 40_320 - x * (1.0 / 362_880);
        return low + fourth * (middle + fourth * high);
    }

    /**
     * The Cornish-Fisher expansion of the distribution's continuous counterpart to order 1/mean, rounded down (Giles, "Algorithm 955:
     * Approximation of the Inverse Poisson Cumulative Distribution Function", ACM TOMS 42(1), 2016, gives the method). The
     * error of its distribution function is at most 2e-5 (at a mean of 16) and 1e-9 at 2,558: not detectable with fewer than
     * billions of numbers.
     *
     * @param mean at least {@value #EXPANSION_FROM}
     * @param probability in (0, 1)
     */
    private static long expansion(double mean, double probability) {
        double m = Math.min(mean, LARGEST_MEAN);
        double root = Math.sqrt(m);
        double perRoot = 1 / root;
        double w = NormalQuantile.of(probability);
        double w2 = w * w;
        double first = (2 + w2) * (1.0 / 6);
        double second = (2 + w2) * w * (1.0 / 72) * perRoot;
        double third = ((3 * w2 + 7) * w2 - 16) * (1.0 / 810) * (perRoot * perRoot);
        return Math.max(0, (long) (m + root * w + first - second + third));
    }

    private static void fill(int table) {
        double mean = (double) table / STEPS;
        double term = StrictMath.exp(-mean);
        double sum = term;
        for (int count = 0; count < COUNTS; count++) {
            SUMS[table * COUNTS + count] = sum;
            term *= mean / (count + 1);
            sum += term;
        }
        // Rounding must not leave the last sum below 1.
        SUMS[table * COUNTS + COUNTS - 1] = 1;
        int count = 0;
        for (int segment = 0; segment < SEGMENTS; segment++) {
            while (SUMS[table * COUNTS + count] <= (double) segment / SEGMENTS) {
                count++;
            }
            FIRST_COUNTS[table * SEGMENTS + segment] = (byte) count;
        }
    }
}
