package io.minerstream.producer.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class TimePointTest {

    @Test
    void shouldBeginAtItsNumberTimesItsLength() {
        assertThat(TimePoint.hour(490_000).startSecond()).isEqualTo(1_764_000_000L);
        assertThat(new TimePoint(12 * 490_000L, 300))
                .extracting(TimePoint::startSecond)
                .isEqualTo(1_764_000_000L);
        assertThat(TimePoint.hour(-1).startSecond()).isEqualTo(-3_600);
        assertThat(TimePoint.hour(1_000_000_000).startSecond()).isEqualTo(3_600_000_000_000L);
    }

    @Test
    void shouldRejectAnEmptyInterval() {
        assertThatThrownBy(() -> new TimePoint(1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("interval: must be at least 1 s, got 0");
    }

    @Test
    void shouldRejectATimeThatNoInstantHolds() {
        assertThatThrownBy(() -> TimePoint.hour(Long.MAX_VALUE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("interval: must begin between -1000000000-01-01T00:00:00Z and"
                        + " +1000000000-12-31T23:59:59.999999999Z, got number 9223372036854775807 of 3600 s");
        assertThatThrownBy(() -> TimePoint.hour(Long.MIN_VALUE)).isInstanceOf(IllegalArgumentException.class);
    }
}
