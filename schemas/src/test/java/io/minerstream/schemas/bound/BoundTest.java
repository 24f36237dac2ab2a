package io.minerstream.schemas.bound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoundTest {

    @ParameterizedTest
    @EnumSource
    void shouldHoldBothEndsAndNothingBeyond(Bound bound) {
        assertThat(bound.holds(bound.min())).isTrue();
        assertThat(bound.holds(bound.max())).isTrue();
        if (bound != Bound.SEED) {
            assertThat(bound.holds(next(bound.min(), -1))).isFalse();
            assertThat(bound.holds(next(bound.max(), 1))).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -Double.MIN_VALUE})
    void shouldHoldNoValueThatIsNoNumber(double value) {
        assertThat(Bound.SHARE.holds(value)).isFalse();
    }

    @Test
    void shouldTakeAZeroOfEitherSign() {
        assertThat(Bound.SHARE.holds(-0.0)).isTrue();
    }

    @Test
    void shouldSayBothEndsAndTheValue() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bound.BACKFILL.require("backfill", Duration.ZERO))
                .withMessage("backfill: must be from 1s to 36500d, got PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bound.SPEED.require("speed", Double.NaN))
                .withMessage("speed: must be from 0.001 to 1000000, got NaN");
        assertThat(Bound.POOL_DIFFICULTY.range()).isEqualTo("from 0.000001 to 1000000000000000");
        assertThat(Bound.TIME.range()).isEqualTo("from 1970-01-01T00:00:00Z to 9999-12-31T23:59:59.999Z");
    }

    private static Comparable<?> next(Comparable<?> value, int direction) {
        if (value instanceof Long whole) {
            return whole + direction;
        } else if (value instanceof Double number) {
            return direction > 0 ? Math.nextUp(number) : Math.nextDown(number);
        } else if (value instanceof Instant time) {
            return time.plusNanos(direction);
        }
        return ((Duration) value).plusNanos(direction);
    }
}
