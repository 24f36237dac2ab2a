package io.minerstream.producer.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.PoissonDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the distributions of Commons Math. */
final class QuantilesTest {

    private static final double SMALLEST = 0x1.0p-53;
    private static final double LARGEST = 1 - 0x1.0p-53;

    @ParameterizedTest
    @ValueSource(doubles = {1e-9, 1e-4, 0.01, 0.0749, 0.0751, 0.3, 0.5, 0.6, 0.9249, 0.9251, 0.99, 1 - 1e-9})
    void shouldInvertTheNormalDistribution(double probability) {
        double expected = new NormalDistribution().inverseCumulativeProbability(probability);

        assertThat(Quantiles.normal(probability)).isCloseTo(expected, within(2e-7 * Math.max(1, Math.abs(expected))));
    }

    /** Values of another implementation: Commons Math is off by 1e-4 there. */
    @ParameterizedTest
    @CsvSource({"1e-12,-7.034483825301131", "1e-15,-7.941345326170998", "1.1102230246251565e-16,-8.209536151601387"})
    void shouldInvertTheNormalDistributionFarOutToo(double probability, double expected) {
        assertThat(Quantiles.normal(probability)).isCloseTo(expected, within(2e-7 * Math.abs(expected)));
    }

    @Test
    void shouldBeSymmetric() {
        assertThat(Quantiles.normal(0.5)).isZero();
        assertThat(Quantiles.normal(SMALLEST)).isEqualTo(-Quantiles.normal(LARGEST));
        assertThat(CounterRandom.openUnit(0)).isEqualTo(SMALLEST);
        assertThat(CounterRandom.openUnit(-1)).isEqualTo(LARGEST);
    }

    /** The smallest k whose cumulative probability reaches the given one: exactly, where probabilities are summed. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-9, 0.01, 0.6, 1, 7.7, 15.9})
    void shouldInvertThePoissonDistributionExactlyWhenTheMeanIsSmall(double mean) {
        PoissonDistribution poisson = new PoissonDistribution(mean);
        for (int i = 0; i < 20_000; i++) {
            double probability = CounterRandom.openUnit(CounterRandom.mix64(i));
            int k = (int) Quantiles.poisson(mean, probability);

            assertThat(poisson.cumulativeProbability(k)).isGreaterThan(probability - 1e-12);
            assertThat(poisson.cumulativeProbability(k - 1)).isLessThan(probability + 1e-12);
        }
    }

    /** At the sums themselves and beside them too, where a near exponential would decide wrongly. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-9, 0.01, 0.6, 1, 7.7, 11.999, 15.9, 15.999999999})
    void shouldGiveExactlyWhatTheExponentialInSoftwareGives(double mean) {
        double term = StrictMath.exp(-mean);
        double sum = term;
        for (int k = 1; k < 60; k++) {
            for (double probability :
                    new double[] {sum, Math.nextUp(sum), Math.nextDown(sum), sum + 1e-12, sum - 1e-10}) {
                if (probability < 1) {
                    assertThat(Quantiles.summedPoisson(mean, probability))
                            .isEqualTo(Quantiles.exactSummedPoisson(mean, probability));
                }
            }
            term *= mean / k;
            sum += term;
        }
        for (int i = 0; i < 50_000; i++) {
            double probability = CounterRandom.openUnit(CounterRandom.mix64(i));
            assertThat(Quantiles.summedPoisson(mean, probability))
                    .isEqualTo(Quantiles.exactSummedPoisson(mean, probability));
        }
        assertThat(Quantiles.summedPoisson(mean, SMALLEST)).isZero();
        assertThat(Quantiles.summedPoisson(mean, LARGEST)).isEqualTo(Quantiles.exactSummedPoisson(mean, LARGEST));
    }

    /** The jumps of the inverse are found by bisection; their places are the distribution function. */
    @ParameterizedTest
    @CsvSource({"16,2e-5", "25,1e-5", "50,2e-6", "200,2e-7", "2558,1e-7", "1e6,1e-7"})
    void shouldInvertThePoissonDistributionCloselyWhenTheMeanIsLarge(double mean, double largestError) {
        PoissonDistribution poisson = new PoissonDistribution(mean);
        double deviation = Math.sqrt(mean);
        for (int step = -60; step <= 60; step++) {
            int k = (int) (mean + step * deviation / 10);
            if (k < 0) {
                continue;
            }
            assertThat(cumulative(mean, k))
                    .as("k = %d", k)
                    .isCloseTo(poisson.cumulativeProbability(k), within(largestError));
        }
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {0, 1e-300, 1e-9, 0.5, 5, 15.999, 16, 100, 1e6, 1e12, 0x1.0p62, 1e300, Double.POSITIVE_INFINITY})
    void shouldStayWithinEightDeviationsAtTheEdgesOfTheParameters(double mean) {
        double capped = Math.min(mean, 0x1.0p62);
        double spread = 9 * Math.sqrt(capped);

        assertThat((double) Quantiles.poisson(mean, SMALLEST)).isBetween(Math.max(0, capped - spread), capped);
        assertThat((double) Quantiles.poisson(mean, LARGEST)).isBetween(Math.floor(capped), capped + spread + 20);
    }

    @Test
    void shouldNeverDecreaseWithTheProbability() {
        for (double mean : new double[] {3, 15.99, 16, 17, 40, 1000}) {
            long last = 0;
            for (int i = 0; i <= 100_000; i++) {
                long next = Quantiles.poisson(mean, SMALLEST + (LARGEST - SMALLEST) * i / 100_000);
                assertThat(next).isGreaterThanOrEqualTo(last);
                last = next;
            }
        }
    }

    private static double cumulative(double mean, long k) {
        double low = SMALLEST;
        double high = LARGEST;
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (Quantiles.poisson(mean, middle) <= k) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
