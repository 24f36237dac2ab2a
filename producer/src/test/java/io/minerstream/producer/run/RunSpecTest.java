package io.minerstream.producer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minerstream.producer.signal.SignalProfile;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.run.TimeRange;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class RunSpecTest {

    private static final TimeRange RANGE =
            TimeRange.last(Instant.parse("2026-11-24T10:20:30Z"), Duration.ofHours(24), TimeRange.HOURLY);

    @Test
    void shouldNumberIntervalsFromTheEpoch() {
        RunSpec spec = spec(5, 10_000, RANGE);

        assertThat(spec.intervalOf(0)).isEqualTo(RANGE.from().getEpochSecond() / 3600);
        assertThat(spec.intervalOf(23)).isEqualTo(spec.intervalOf(0) + 23);
    }

    @Test
    void shouldNumberTheFirstIntervalZero() {
        TimeRange range = TimeRange.hourly(Instant.EPOCH, Instant.parse("1970-01-01T03:00:00Z"));

        assertThat(spec(5, 1, range).intervalOf(0)).isZero();
        assertThat(spec(5, 1, range).intervalOf(2)).isEqualTo(2);
    }

    @Test
    void shouldRefuseImpossibleValues() {
        assertThatThrownBy(() -> spec(0, 10_000, RANGE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("site id: must be from 1 to 2147483647, got 0");
        assertThatThrownBy(() -> spec(5, 0, RANGE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("batch size: must be from 1 to 1000000, got 0");
    }

    private static RunSpec spec(int siteId, int batchSize, TimeRange range) {
        return new RunSpec(
                new RunId("aaaaaaaa"), siteId, range, 42, SignalProfile.named("reference"), batchSize, false);
    }
}
