package io.minerstream.producer.pacing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PacerTest {

    private static final long MILLI = 1_000_000;

    private final VirtualTime time = new VirtualTime();
    private final Pacer pacer = start("1000");

    @AfterEach
    void clearInterruption() {
        Thread.interrupted();
    }

    @Test
    void shouldSendEachRecordAtItsTimeWhenSenderIsFast() throws InterruptedException {
        List<Long> sent = new ArrayList<>();
        for (int record = 0; record < 4; record++) {
            assertThat(pacer.awaitDue(record)).isZero();
            sent.add(pacer.elapsedNanos());
        }

        assertThat(sent).containsExactly(0L, MILLI, 2 * MILLI, 3 * MILLI);
    }

    @Test
    void shouldCatchUpWithoutMovingAnyTimeWhenSenderWasHeldUp() throws InterruptedException {
        time.pass(10 * MILLI + MILLI / 2);

        List<Long> lateness = new ArrayList<>();
        for (int record = 0; record < 13; record++) {
            lateness.add(pacer.awaitDue(record));
        }

        assertThat(lateness.subList(0, 3)).containsExactly(10_500_000L, 9_500_000L, 8_500_000L);
        assertThat(lateness.subList(9, 13)).containsExactly(1_500_000L, 500_000L, 0L, 0L);
        assertThat(pacer.elapsedNanos()).isEqualTo(12 * MILLI);
    }

    @Test
    void shouldReportWhatTheSleeperOverslept() throws InterruptedException {
        time.oversleepNanos = 50_000;

        assertThat(pacer.awaitDue(1)).isEqualTo(50_000);
        assertThat(pacer.awaitDue(2)).as("late by its own sleep alone").isEqualTo(50_000);
    }

    @Test
    void shouldContinueToWaitWhenTheSleeperWakesEarly() throws InterruptedException {
        time.longestSleepNanos = 300_000;

        assertThat(pacer.awaitDue(1)).isZero();

        assertThat(pacer.elapsedNanos()).isEqualTo(MILLI);
        assertThat(time.sleeps).containsExactly(1_000_000L, 700_000L, 400_000L, 100_000L);
    }

    @Test
    void shouldKeepTimeWhenTheClockPassesItsLargestNumber() throws InterruptedException {
        time.now = Long.MAX_VALUE - MILLI;
        Pacer later = start("1000");

        assertThat(later.awaitDue(3)).isZero();

        assertThat(later.elapsedNanos()).isEqualTo(3 * MILLI);
    }

    @Test
    void shouldNotWaitWhenNothingIsPaced() throws InterruptedException {
        Pacer unpaced = start("max");
        time.pass(5 * MILLI);

        assertThat(unpaced.awaitDue(1_000_000)).isZero();

        assertThat(time.sleeps).isEmpty();
    }

    @Test
    void shouldStopWaitingWhenInterrupted() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> pacer.awaitDue(7))
                .isExactlyInstanceOf(InterruptedException.class)
                .hasMessage("while waiting for record 7 to be due");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(time.sleeps).isEmpty();
    }

    @Test
    void shouldLeaveInterruptionToOthersWhenThereIsNothingToWaitFor() throws InterruptedException {
        Thread.currentThread().interrupt();

        assertThat(pacer.awaitDue(0)).isZero();

        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    /** A minute of 1,000 records a second, with a stop of a second in between, and the lateness that it leaves. */
    @Test
    void shouldReportLatenessOfAllRecordsWhenBrokerStopsForASecond() throws InterruptedException {
        Lateness lateness = new Lateness();
        int late = 0;
        for (int record = 0; record < 60_000; record++) {
            long nanos = pacer.awaitDue(record);
            lateness.record(nanos);
            late += nanos > 0 ? 1 : 0;
            if (record == 30_000) {
                time.pass(1_000 * MILLI);
            }
        }

        Lateness.Summary summary = lateness.summary();
        assertThat(summary.records()).isEqualTo(60_000);
        assertThat(summary.max()).isEqualTo(Duration.ofMillis(999));
        assertThat(summary.p50()).isZero();
        assertThat(late).isEqualTo(999);
    }

    @Test
    void shouldWaitForRealTime() throws InterruptedException {
        Pacer real = Pacer.start(RateProfile.parse("200").schedule(), System::nanoTime, Sleeper.PARKING);
        long before = System.nanoTime();

        long late = real.awaitDue(4);

        assertThat(late).isNotNegative();
        assertThat(real.elapsedNanos()).isGreaterThanOrEqualTo(20 * MILLI + late);
        assertThat(System.nanoTime() - before).isGreaterThan(10 * MILLI);
    }

    private Pacer start(String profile) {
        return Pacer.start(RateProfile.parse(profile).schedule(), time, time);
    }

    /** Time that passes only while somebody sleeps, or when told. */
    private static final class VirtualTime implements LongSupplier, Sleeper {

        private final List<Long> sleeps = new ArrayList<>();
        private long now = 77;
        private long oversleepNanos;
        private long longestSleepNanos = Long.MAX_VALUE;

        @Override
        public long getAsLong() {
            return now;
        }

        @Override
        public void sleep(long nanos) {
            sleeps.add(nanos);
            pass(Math.min(nanos, longestSleepNanos) + oversleepNanos);
        }

        void pass(long nanos) {
            now += nanos;
        }
    }
}
