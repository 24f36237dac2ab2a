package io.minerstream.producer.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

final class DecimalsPropertyTest {

    @Property(tries = 20_000)
    void shouldRoundAsBigDecimalDoes(@ForAll @DoubleRange(min = -4e13, max = 4e13) double value) {
        assertThat(Decimals.round2(value)).isEqualTo(exact(value));
    }

    /** The values around which a product with 100 lands on a half by mistake. */
    @Property(tries = 20_000)
    void shouldRoundAsBigDecimalDoesNextToHalves(
            @ForAll @IntRange(max = 1_000_000_000) int thousandths, @ForAll @IntRange(min = -2, max = 2) int ulps) {
        double value = (thousandths * 10 + 5) / 1000.0;
        for (int i = 0; i < Math.abs(ulps); i++) {
            value = ulps > 0 ? Math.nextUp(value) : Math.nextDown(value);
        }

        assertThat(Decimals.round2(value)).isEqualTo(exact(value));
    }

    @Example
    void shouldDecideByTheExactBinaryValueAndTiesToEven() {
        assertThat(Decimals.round2(1.115)).as("stored as 1.11499...").isEqualTo(1.11);
        assertThat(Decimals.round2(1.005)).as("stored as 1.00499...").isEqualTo(1.0);
        assertThat(Decimals.round2(0.125)).as("a real tie").isEqualTo(0.12);
        assertThat(Decimals.round2(0.375)).as("a real tie").isEqualTo(0.38);
    }

    @Example
    void shouldReturnHugeValuesUnchanged() {
        assertThat(Decimals.round2(1e14)).isEqualTo(1e14);
    }

    private static double exact(double value) {
        return new BigDecimal(value).setScale(2, RoundingMode.HALF_EVEN).doubleValue();
    }
}
