package io.minerstream.producer.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleToLongFunction;
import org.apache.commons.math3.distribution.PoissonDistribution;
import org.apache.commons.math3.stat.inference.ChiSquareTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the distribution of Commons Math. */
final class PoissonCountsTest {

    private static final double SMALLEST = CounterRandom.openUnit(0);
    private static final double LARGEST = CounterRandom.openUnit(-1);

    @ParameterizedTest
    @ValueSource(doubles = {0.125, 0.5, 1, 3.625, 7.75, 12, 15.875})
    void shouldInvertTheDistributionExactlyWhereThereIsATable(double mean) {
        PoissonDistribution poisson = new PoissonDistribution(mean);
        for (int count = 0; count < 64; count++) {
            assertInverts(p -> PoissonCounts.count(mean, p, SMALLEST), poisson, count, 1e-12);
        }
    }

    /** Below the first table other than that of 0. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-300, 1e-9, 0.01, 0.06, 0.1249999})
    void shouldInvertTheDistributionOfWhatIsLeftOfAMeanExactly(double mean) {
        PoissonDistribution poisson = new PoissonDistribution(mean);
        for (int count = 0; count < 10; count++) {
            assertInverts(p -> PoissonCounts.count(mean, LARGEST, p), poisson, count, 1e-15);
        }
    }

    @Test
    void shouldBeZeroWhenTheMeanIsZero() {
        assertThat(PoissonCounts.count(0, LARGEST, LARGEST)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"16,2e-5", "25,1e-5", "50,2e-6", "200,2e-7", "2558,1e-7", "1e6,1e-7"})
    void shouldInvertTheDistributionCloselyWhenTheMeanIsLarge(double mean, double largestError) {
        PoissonDistribution poisson = new PoissonDistribution(mean);
        double deviation = Math.sqrt(mean);
        for (int step = -60; step <= 60; step++) {
            int count = (int) (mean + step * deviation / 10);
            if (count >= 0) {
                assertInverts(p -> PoissonCounts.count(mean, p, SMALLEST), poisson, count, largestError);
            }
        }
    }

    /** The two parts of a mean must be independent. */
    @ParameterizedTest
    @ValueSource(doubles = {0.06, 0.18, 1.2, 7.7, 15.99, 16})
    void shouldFollowThePoissonDistribution(double mean) {
        int draws = 1_000_000;
        PoissonDistribution poisson = new PoissonDistribution(mean);
        // Fifty at least are expected in each bin, of which the first and the last are open.
        int first = poisson.inverseCumulativeProbability(50.0 / draws);
        int last = poisson.inverseCumulativeProbability(1 - 50.0 / draws);
        double[] expected = new double[last - first + 1];
        for (int count = first; count <= last; count++) {
            double below = count == first ? 0 : poisson.cumulativeProbability(count - 1);
            double upTo = count == last ? 1 : poisson.cumulativeProbability(count);
            expected[count - first] = draws * (upTo - below);
        }
        long[] observed = new long[expected.length];
        for (int i = 0; i < draws; i++) {
            long count = PoissonCounts.count(mean, probability(2L * i), probability(2L * i + 1));
            observed[(int) Math.max(first, Math.min(count, last)) - first]++;
        }

        assertThat(new ChiSquareTest().chiSquareTest(expected, observed)).isGreaterThan(1e-4);
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {0, 1e-300, 1e-9, 0.5, 5, 15.999, 16, 100, 1e6, 1e12, 0x1.0p62, 1e300, Double.POSITIVE_INFINITY})
    void shouldStayWithinTenDeviationsAtTheEdgesOfTheParameters(double mean) {
        double capped = Math.min(mean, 0x1.0p62);
        double spread = 10 * Math.sqrt(capped) + 20;
        for (double probability : new double[] {SMALLEST, 0.5, LARGEST}) {
            for (double other : new double[] {SMALLEST, 0.5, LARGEST}) {
                assertThat((double) PoissonCounts.count(mean, probability, other))
                        .isBetween(Math.max(0, capped - spread), capped + spread);
            }
        }
    }

    @Test
    void shouldNeverDecreaseWithAProbability() {
        for (double mean : new double[] {0.1, 3, 15.99, 16, 17, 40, 1000}) {
            long last = 0;
            long lastOther = 0;
            for (int i = 0; i <= 100_000; i++) {
                double probability = SMALLEST + (LARGEST - SMALLEST) * i / 100_000;
                long next = PoissonCounts.count(mean, probability, 0.5);
                long nextOther = PoissonCounts.count(mean, 0.5, probability);
                assertThat(next).isGreaterThanOrEqualTo(last);
                assertThat(nextOther).isGreaterThanOrEqualTo(lastOther);
                last = next;
                lastOther = nextOther;
            }
        }
    }

    private static double probability(long number) {
        return CounterRandom.openUnit(CounterRandom.mix64(number + 42));
    }

    private static void assertInverts(
            DoubleToLongFunction inverse, PoissonDistribution poisson, int count, double largestError) {
        assertThat(cumulative(inverse, count))
                .as("%s", count)
                .isCloseTo(poisson.cumulativeProbability(count), within(largestError));
    }

    /** The jumps of the inverse are found by bisection; their places are the distribution function. */
    private static double cumulative(DoubleToLongFunction inverse, long count) {
        double low = SMALLEST;
        double high = LARGEST;
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (inverse.applyAsLong(middle) <= count) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
