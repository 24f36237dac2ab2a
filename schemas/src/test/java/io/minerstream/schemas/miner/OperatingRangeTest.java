package io.minerstream.schemas.miner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class OperatingRangeTest {

    @Test
    void shouldMultiplyBothEnds() {
        assertThat(new OperatingRange(0.5, 1.5).times(110)).isEqualTo(new OperatingRange(55, 165));
    }

    @Test
    void shouldRefuseEndsInTheWrongOrder() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OperatingRange(2, 1))
                .withMessage("max: must be at least min (2.0), got 1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OperatingRange(2, Double.NaN))
                .withMessage("max: must be at least min (2.0), got NaN");
    }
}
