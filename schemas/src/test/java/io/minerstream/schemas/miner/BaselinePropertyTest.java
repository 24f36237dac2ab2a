package io.minerstream.schemas.miner;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class BaselinePropertyTest {

    private static final double FALLBACK = 110.0;

    @Property
    void shouldTakeTheFirstUsableLayer(@ForAll("layer") double actual, @ForAll("layer") double reference) {
        double resolved = Baseline.resolve(actual, reference, FALLBACK);

        if (Double.isFinite(actual) && actual > 0) {
            assertThat(resolved).isEqualTo(actual);
        } else if (Double.isFinite(reference) && reference > 0) {
            assertThat(resolved).isEqualTo(reference);
        } else {
            assertThat(resolved).isEqualTo(FALLBACK);
        }
    }

    @Property
    void shouldAlwaysGiveAUsableBaseline(@ForAll("layer") double actual, @ForAll("layer") double reference) {
        double resolved = Baseline.resolve(actual, reference, FALLBACK);

        assertThat(new Baseline(resolved, resolved).hashrateTh()).isPositive().isFinite();
    }

    /** Doubles of any size and sign, and the values that stand for nothing. */
    @Provide
    Arbitrary<Double> layer() {
        return Arbitraries.oneOf(
                Arbitraries.doubles().ofScale(4),
                Arbitraries.of(
                        0.0,
                        -0.0,
                        Double.NaN,
                        Double.POSITIVE_INFINITY,
                        Double.NEGATIVE_INFINITY,
                        Double.MIN_VALUE,
                        Double.MAX_VALUE));
    }
}
