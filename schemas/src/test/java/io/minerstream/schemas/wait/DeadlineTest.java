package io.minerstream.schemas.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.errors.InterruptException;
import org.junit.jupiter.api.Test;

class DeadlineTest {

    private final AtomicLong nanos = new AtomicLong(42);

    @Test
    void shouldTellElapsedAndRemainingTime() {
        Deadline deadline = Deadline.in(Duration.ofSeconds(10), nanos::get);
        nanos.addAndGet(Duration.ofSeconds(4).toNanos());
        assertThat(deadline.elapsed()).isEqualTo(Duration.ofSeconds(4));
        assertThat(deadline.remaining()).isEqualTo(Duration.ofSeconds(6));
        assertThat(deadline.remainingUpTo(Duration.ofSeconds(3))).isEqualTo(Duration.ofSeconds(3));
        assertThat(deadline.isOver()).isFalse();
    }

    @Test
    void shouldBeOverAtItsLimit() {
        Deadline deadline = Deadline.in(Duration.ofSeconds(10), nanos::get);
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        assertThat(deadline.isOver()).isTrue();
        assertThat(deadline.remaining()).isZero();
        assertThat(deadline.remainingUpTo(Duration.ofSeconds(3))).isEqualTo(Duration.ofMillis(1));
    }

    @Test
    void shouldPollUntilConditionHolds() {
        AtomicInteger checks = new AtomicInteger();
        assertThat(Deadline.in(Duration.ofMinutes(1)).await(Duration.ofNanos(1), () -> checks.incrementAndGet() == 3))
                .isTrue();
        assertThat(checks).hasValue(3);
    }

    @Test
    void shouldCheckOnceWhenNoTimeIsLeft() {
        AtomicInteger checks = new AtomicInteger();
        assertThat(Deadline.in(Duration.ZERO).await(Duration.ofMinutes(1), () -> checks.incrementAndGet() == 2))
                .isFalse();
        assertThat(checks).hasValue(1);
    }

    @Test
    void shouldCheckOnceMoreAfterTheLastPause() {
        AtomicInteger checks = new AtomicInteger();
        assertThat(Deadline.in(Duration.ofMillis(20)).await(Duration.ofMinutes(1), () -> checks.incrementAndGet() == 2))
                .isTrue();
    }

    @Test
    void shouldPassTheFailureOfACheckOn() {
        IOException failure = new IOException("no");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> Deadline.in(Duration.ofMinutes(1)).<IOException>await(Duration.ZERO, () -> {
                    throw failure;
                }))
                .isSameAs(failure);
    }

    @Test
    void shouldStayInterruptedWhenInterruptedInAPause() {
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptException.class)
                .isThrownBy(() -> Deadline.in(Duration.ofMinutes(1)).await(Duration.ofMinutes(1), () -> false));
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void shouldReachAStandstillWhenValueStaysTheSameForTheLimit() {
        Standstill standstill = new Standstill(Duration.ofSeconds(10), nanos::get);
        assertThat(standstill.isReached(1L)).isFalse();
        nanos.addAndGet(Duration.ofSeconds(9).toNanos());
        assertThat(standstill.isReached(1L)).isFalse();
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(standstill.isReached(1L)).isTrue();
    }

    @Test
    void shouldStartAgainWhenValueChanges() {
        Standstill standstill = new Standstill(Duration.ofSeconds(10), nanos::get);
        nanos.addAndGet(Duration.ofSeconds(9).toNanos());
        assertThat(standstill.isReached(1L)).isFalse();
        nanos.addAndGet(Duration.ofSeconds(9).toNanos());
        assertThat(standstill.isReached(1L)).isFalse();
        assertThat(standstill.isReached(2L)).isFalse();
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        assertThat(standstill.isReached(2L)).isTrue();
    }
}
