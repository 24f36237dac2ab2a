package io.minerstream.schemas.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class TimeRangePropertyTest {

    private static final long HOUR = 3_600;
    private static final long YEAR_9999 = 253_370_764_800L;

    @Property
    void shouldCoverNowWithItsLastTimePoint(
            @ForAll @LongRange(min = 100_000 * HOUR, max = YEAR_9999) long nowSeconds,
            @ForAll @IntRange(max = 999_999_999) int nanos,
            @ForAll @IntRange(min = 1, max = 100_000) int hours) {
        Instant now = Instant.ofEpochSecond(nowSeconds, nanos);

        TimeRange range = TimeRange.last(now, Duration.ofHours(hours), TimeRange.HOURLY);

        assertThat(range.timePoints()).isEqualTo(hours);
        assertThat(range.last()).isBeforeOrEqualTo(now);
        assertThat(range.to()).isAfter(now);
    }

    @Property
    void shouldStepByTheInterval(
            @ForAll @LongRange(min = 0, max = 100_000) long firstInterval,
            @ForAll @IntRange(min = 1, max = 86_400) int intervalSeconds,
            @ForAll @IntRange(min = 1, max = 10_000) int timePoints) {
        Duration interval = Duration.ofSeconds(intervalSeconds);
        Instant from = Instant.ofEpochSecond(firstInterval * intervalSeconds);

        TimeRange range = new TimeRange(from, from.plus(interval.multipliedBy(timePoints)), interval);

        assertThat(range.timePoints()).isEqualTo(timePoints);
        assertThat(range.at(0)).isEqualTo(from);
        assertThat(range.at(timePoints - 1)).isEqualTo(range.last());
        assertThat(range.last().plus(interval)).isEqualTo(range.to());
    }
}
