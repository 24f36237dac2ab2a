package io.minerstream.producer.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.junit.jupiter.api.Test;

final class ValueNoiseTest {

    private static final long SPACING = 86_400;
    private static final int SLOT = 3;

    @Test
    void shouldPassThroughTheLattice() {
        for (long cell = -3; cell <= 3; cell++) {
            assertThat(noise(7, cell * SPACING)).isEqualTo(CounterRandom.signed(CounterRandom.bits(7, cell, SLOT)));
        }
    }

    /** The curve rises by 2 from end to end of a cell at most, and at most 1.5 times as fast as a straight line. */
    @Test
    void shouldMoveSmoothlyOverLatticePointsAndBackThroughTheEpoch() {
        double steepest = 1.5 * 2 / SPACING;
        double last = noise(7, -5 * SPACING - 1);
        for (long second = -5 * SPACING; second < 5 * SPACING; second++) {
            double next = noise(7, second);
            assertThat(Math.abs(next - last)).isLessThanOrEqualTo(steepest + 1e-12);
            last = next;
        }
    }

    @Test
    void shouldHaveTheDocumentedMomentsAndBounds() {
        SummaryStatistics values = new SummaryStatistics();
        for (int stream = 0; stream < 200_000; stream++) {
            long phase = CounterRandom.mix64(stream) >>> 40;
            values.addValue(noise(CounterRandom.mix64(-stream), phase));
        }

        assertThat(values.getMean()).isCloseTo(0, within(4 * 0.5 / Math.sqrt(200_000)));
        assertThat(values.getVariance()).isCloseTo(26.0 / 105, within(0.003));
        assertThat(values.getMin()).isGreaterThanOrEqualTo(-1);
        assertThat(values.getMax()).isLessThanOrEqualTo(1);
    }

    /** A phase is a shift in time. */
    @Test
    void shouldBeThatOfALaterSecondWhenAStreamIsAhead() {
        ValueNoise noise = ValueNoise.at(SLOT, -SPACING / 3, SPACING);
        for (long phase = 0; phase < SPACING; phase += 100) {
            assertThat(noise.of(7, phase)).isEqualTo(noise(7, -SPACING / 3 + phase));
        }
    }

    private static double noise(long stream, long second) {
        return ValueNoise.at(SLOT, second, SPACING).of(stream, 0);
    }
}
