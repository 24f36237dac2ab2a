package io.minerstream.producer.pacing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

final class LatenessTest {

    private final Lateness lateness = new Lateness();

    @Test
    void shouldBeNothingWhenNothingWasRecorded() {
        assertThat(lateness.summary()).isEqualTo(new Lateness.Summary(0, Duration.ZERO, Duration.ZERO, Duration.ZERO));
    }

    @Test
    void shouldSummarizeWithinAThousandth() {
        for (int millis = 1; millis <= 1_000; millis++) {
            lateness.record(Duration.ofMillis(millis).toNanos());
        }

        Lateness.Summary summary = lateness.summary();
        assertThat(summary.records()).isEqualTo(1_000);
        assertThat((double) summary.p50().toNanos()).isCloseTo(500e6, Percentage.withPercentage(0.1));
        assertThat((double) summary.p99().toNanos()).isCloseTo(990e6, Percentage.withPercentage(0.1));
        assertThat(summary.max()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void shouldCountAnyLatenessHoweverLong() {
        lateness.record(Long.MAX_VALUE);
        lateness.record(0);

        assertThat(lateness.summary())
                .isEqualTo(new Lateness.Summary(
                        2, Duration.ZERO, Duration.ofNanos(Long.MAX_VALUE), Duration.ofNanos(Long.MAX_VALUE)));
    }

    @Test
    void shouldRefuseRecordThatWasSentBeforeItWasDue() {
        assertThatThrownBy(() -> lateness.record(-1))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("latenessNanos: must be 0 or greater, got -1");
    }
}
