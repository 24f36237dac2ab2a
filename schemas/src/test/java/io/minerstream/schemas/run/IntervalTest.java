package io.minerstream.schemas.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntervalTest {

    private static final Instant AFTERNOON = Instant.parse("2026-11-22T14:27:31.5Z");

    @ParameterizedTest
    @CsvSource({
        "1, 1 s, 86400, 2026-11-22T14:27:31Z",
        "90, 90 s, 960, 2026-11-22T14:27:00Z",
        "300, 5 min, 288, 2026-11-22T14:25:00Z",
        "3600, 1 h, 24, 2026-11-22T14:00:00Z",
        "21600, 6 h, 4, 2026-11-22T12:00:00Z",
        "86400, 24 h, 1, 2026-11-22T00:00:00Z"
    })
    void shouldHaveItsTimePointsAtWholeMultiples(int seconds, String text, int perDay, Instant floor) {
        Interval interval = new Interval(seconds);
        long point = interval.floor(AFTERNOON);

        assertThat(interval.text(1)).isEqualTo(text);
        assertThat(interval.perDay()).isEqualTo(perDay);
        assertThat(interval.instant(point)).isEqualTo(floor);
        assertThat(interval.isWhole(floor.toEpochMilli())).isTrue();
        assertThat(interval.isWhole(AFTERNOON.toEpochMilli())).isFalse();
        assertThat(interval.day(point)).isEqualTo(20_779);
        assertThat(interval.day(point) * (long) perDay + interval.ofDay(point)).isEqualTo(point);
    }

    @ParameterizedTest
    @CsvSource({"300, 24, 288", "300, 1, 12", "7200, 7, 4", "86400, 1, 1", "3600, 24, 24"})
    void shouldRoundWindowsUpToWholeIntervals(int seconds, int hours, int points) {
        assertThat(new Interval(seconds).pointsOf(Duration.ofHours(hours))).isEqualTo(points);
    }

    @Test
    void shouldSayDistancesInTheLargestUnitThatDividesThem() {
        Interval fiveMinutes = new Interval(300);

        assertThat(fiveMinutes.text(13)).isEqualTo("65 min");
        assertThat(fiveMinutes.text(24)).isEqualTo("2 h");
        assertThat(fiveMinutes.hours(24)).isEqualTo(2.0);
        assertThat(fiveMinutes.wholeText()).isEqualTo("whole multiple of 5 min");
        assertThat(Interval.HOURLY.wholeText()).isEqualTo("whole hour");
    }

    @Test
    void shouldRefuseAnIntervalThatNoRunMayHave() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Interval(7))
                .withMessage(
                        "interval: must be whole seconds that divide an hour or whole hours that divide a day, got PT7S");
    }
}
