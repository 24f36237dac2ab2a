package io.minerstream.producer.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the distribution of Commons Math. */
final class NormalQuantileTest {

    @ParameterizedTest
    @ValueSource(doubles = {1e-9, 1e-4, 0.01, 0.0749, 0.0751, 0.3, 0.5, 0.6, 0.9249, 0.9251, 0.99, 1 - 1e-9})
    void shouldInvertTheNormalDistribution(double probability) {
        double expected = new NormalDistribution().inverseCumulativeProbability(probability);

        assertThat(NormalQuantile.of(probability)).isCloseTo(expected, within(2e-7 * Math.max(1, Math.abs(expected))));
    }

    /** Values of another implementation: Commons Math is off by 1e-4 there. */
    @ParameterizedTest
    @CsvSource({"1e-12,-7.034483825301131", "1e-15,-7.941345326170998", "1.1102230246251565e-16,-8.209536151601387"})
    void shouldInvertTheNormalDistributionFarOutToo(double probability, double expected) {
        assertThat(NormalQuantile.of(probability)).isCloseTo(expected, within(2e-7 * Math.abs(expected)));
    }

    @Test
    void shouldBeSymmetric() {
        double smallest = CounterRandom.openUnit(0);
        double largest = CounterRandom.openUnit(-1);

        assertThat(NormalQuantile.of(0.5)).isZero();
        assertThat(NormalQuantile.of(smallest)).isEqualTo(-NormalQuantile.of(largest));
        assertThat(smallest).isEqualTo(0x1.0p-53);
        assertThat(largest).isEqualTo(1 - 0x1.0p-53);
    }
}
