package io.minerstream.producer.signal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Expected values come from an independent implementation of the formula (Python, unbounded integers). */
final class CounterRandomTest {

    @Test
    void shouldMixAsStaffordsVariant13() {
        assertThat(CounterRandom.mix64(0)).isZero();
        assertThat(CounterRandom.mix64(1)).isEqualTo(0x5692161d100b05e5L);
    }

    @Test
    void shouldGiveTheDocumentedNumbers() {
        long stream = CounterRandom.stream(42, 1);

        assertThat(stream).isEqualTo(-324829964063367182L);
        assertThat(CounterRandom.bits(stream, 490_000, 0)).isEqualTo(7423884752176591063L);
        assertThat(CounterRandom.bits(stream, 490_000, 3)).isEqualTo(4513268095943521020L);
    }

    @Test
    void shouldGiveTheDocumentedNumbersAtTheEdgeOfTheParameters() {
        long stream = CounterRandom.stream(-1, Integer.MAX_VALUE);

        assertThat(stream).isEqualTo(-2897355044320116672L);
        assertThat(CounterRandom.bits(stream, 1_000_000_000, 2)).isEqualTo(-7961847334950362529L);
    }

    @Test
    void shouldReachBothEndsOfAnIntegerRange() {
        assertThat(CounterRandom.uniformInt(0L, 4000, 6000)).isEqualTo(4000);
        assertThat(CounterRandom.uniformInt(-1L, 4000, 6000)).isEqualTo(6000);
    }

    @Test
    void shouldCoverTheWholeIntegerRangeWithoutOverflow() {
        assertThat(CounterRandom.uniformInt(0L, Integer.MIN_VALUE, Integer.MAX_VALUE))
                .isEqualTo(Integer.MIN_VALUE);
        assertThat(CounterRandom.uniformInt(-1L, Integer.MIN_VALUE, Integer.MAX_VALUE))
                .isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void shouldStayBelowOneWhenAllBitsAreSet() {
        assertThat(CounterRandom.unit(-1L)).isLessThan(1.0).isEqualTo(Math.nextDown(1.0));
        assertThat(CounterRandom.unit(0L)).isZero();
    }
}
