package io.minerstream.producer.pacing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HourlyBurstTest {

    private static long dueMillis(RateProfile rate, long record) {
        return Duration.ofNanos(rate.schedule().intendedNanos(record)).toMillis();
    }

    @Test
    void shouldSendTheShareInTheFirstSecondsOfEachHour() {
        RateProfile rate = HourlyBurst.parse("0.9/5s").of(6_000, 6_000 / 3_600.0);

        assertThat(rate).hasToString("steps:1080/5000ms,0.167/3595000ms");
        assertThat(dueMillis(rate, 0)).isZero();
        assertThat(dueMillis(rate, 2_700)).isEqualTo(2_500);
        assertThat(dueMillis(rate, 5_400)).isEqualTo(5_000);
        assertThat(dueMillis(rate, 5_700)).isBetween(1_795_000L, 1_805_000L);
        // The next hour begins with its own burst, on the hour.
        long second = rate.schedule().recordsBefore(Duration.ofHours(1).toNanos());
        assertThat(second).isBetween(5_999L, 6_001L);
        assertThat(dueMillis(rate, second + 2_700)).isBetween(3_602_499L, 3_602_501L);
    }

    @Test
    void shouldMakeTheHourAsShortAsTheMeanRateSays() {
        RateProfile rate = HourlyBurst.parse("1/250ms").of(100, 50);

        assertThat(rate).hasToString("steps:400/250ms,0/1750ms");
        assertThat(dueMillis(rate, 99)).isEqualTo(247);
        // A schedule ends a round with the reading that completes it.
        assertThat(dueMillis(rate, 100)).isEqualTo(250);
        assertThat(dueMillis(rate, 101)).isEqualTo(2_002);
        assertThat(rate.schedule().recordsBefore(Duration.ofMinutes(1).toNanos()))
                .isEqualTo(3_001);
    }

    @Test
    void shouldRefuseABurstThatFillsTheHour() {
        assertThatThrownBy(() -> HourlyBurst.parse("0.5/2s").of(100, 50))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "must be shorter than an hour of the load, in which each of 100 miners reports once at the mean"
                                + " --rate, 2000 ms, got 2000 ms; ask for more --miners, or a lower --rate");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0.9 | must be SHARE/LENGTH, for example 0.9/5s, got '0.9'",
                "0.9/5m | must be SHARE/LENGTH, for example 0.9/5s, got '0.9/5m'",
                "0/5s | SHARE must be greater than 0 and at most 1, got 0",
                "1.1/5s | SHARE must be greater than 0 and at most 1, got 1.1",
                "0.9/0s | LENGTH must be greater than 0, got 0 ms",
            })
    void shouldSayWhatIsWrong(String text, String message) {
        assertThatThrownBy(() -> HourlyBurst.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
