package io.minerstream.schemas.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeRangeTest {

    private static final Instant MIDNIGHT = Instant.parse("2025-11-20T00:00:00Z");

    @ParameterizedTest
    @CsvSource({"2025-11-20T23:00:00Z", "2025-11-20T23:00:00.001Z", "2025-11-20T23:59:59.999999999Z"})
    void shouldEndWithTheHourOfNow(Instant now) {
        TimeRange range = TimeRange.last(now, Duration.ofHours(24), TimeRange.HOURLY);

        assertThat(range.from()).isEqualTo(MIDNIGHT);
        assertThat(range.last()).isEqualTo("2025-11-20T23:00:00Z");
        assertThat(range.to()).isEqualTo("2025-11-21T00:00:00Z");
        assertThat(range.timePoints()).isEqualTo(24);
        assertThat(range.interval()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void shouldGiveOneTimePointWhenAskedForOneHour() {
        TimeRange range = TimeRange.last(Instant.parse("2025-11-20T07:31:00Z"), Duration.ofHours(1), TimeRange.HOURLY);

        assertThat(range.timePoints()).isEqualTo(1);
        assertThat(range.at(0)).isEqualTo(range.last()).isEqualTo("2025-11-20T07:00:00Z");
    }

    @ParameterizedTest
    @CsvSource({
        "PT30S, 2025-11-19T07:31:30Z, 2025-11-20T07:31:30Z",
        "PT5M, 2025-11-19T07:35:00Z, 2025-11-20T07:35:00Z",
        "PT6H, 2025-11-19T12:00:00Z, 2025-11-20T12:00:00Z",
        "PT24H, 2025-11-20T00:00:00Z, 2025-11-21T00:00:00Z",
    })
    void shouldEndWithTheTimePointOfNowWhateverTheInterval(Duration interval, Instant from, Instant to) {
        assertThat(TimeRange.last(Instant.parse("2025-11-20T07:31:15.5Z"), Duration.ofDays(1), interval))
                .isEqualTo(new TimeRange(from, to, interval));
    }

    @Test
    void shouldFloorTimesBeforeTheEpochToTheTimePointBefore() {
        assertThat(TimeRange.floor(Instant.parse("1969-12-31T23:59:59.999Z"), Duration.ofMinutes(5)))
                .isEqualTo("1969-12-31T23:55:00Z");
    }

    @Test
    void shouldCountFromInclusiveToExclusive() {
        TimeRange range = new TimeRange(MIDNIGHT, MIDNIGHT.plusSeconds(900), Duration.ofMinutes(5));

        assertThat(range.timePoints()).isEqualTo(3);
        assertThat(range.at(0)).isEqualTo(MIDNIGHT);
        assertThat(range.at(2)).isEqualTo(range.last()).isEqualTo("2025-11-20T00:10:00Z");
    }

    @Test
    void shouldRefuseTimePointsOutsideOfTheRange() {
        TimeRange range = TimeRange.hourly(MIDNIGHT, MIDNIGHT.plusSeconds(7200));

        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> range.at(2))
                .withMessage("time point 2 of 2");
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> range.at(-1))
                .withMessage("time point -1 of 2");
    }

    @ParameterizedTest
    @CsvSource({
        "1969-12-31T23:00:00Z, 1970-01-01T01:00:00Z, 'from: ', 1969-12-31T23:00:00Z",
        "9999-12-31T22:00:00Z, +10000-01-01T00:00:00Z, 'to: ', +10000-01-01T00:00:00Z"
    })
    void shouldRefuseWhatIsBeyondTheEndsOfTime(Instant from, Instant to, String end, String got) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TimeRange.hourly(from, to))
                .withMessage(end + "must be from 1970-01-01T00:00:00Z to 9999-12-31T23:59:59.999Z, got " + got);
    }

    @Test
    void shouldReachBothEndsOfTime() {
        assertThat(TimeRange.hourly(
                                Instant.EPOCH,
                                Instant.parse("9999-12-31T23:00:00Z").minus(TimeRange.HOURLY))
                        .at(0))
                .isEqualTo(Instant.EPOCH);
    }

    @Test
    void shouldRefuseAnEmptyRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TimeRange.hourly(MIDNIGHT, MIDNIGHT))
                .withMessage("from: must be before to (2025-11-20T00:00:00Z), got 2025-11-20T00:00:00Z");
    }

    @Test
    void shouldRefuseARangeThatRunsBackwards() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TimeRange.hourly(MIDNIGHT, MIDNIGHT.minusSeconds(3600)))
                .withMessage("from: must be before to (2025-11-19T23:00:00Z), got 2025-11-20T00:00:00Z");
    }

    @Test
    void shouldRefuseAStartThatIsNoWholeInterval() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TimeRange.hourly(MIDNIGHT.plusSeconds(1), MIDNIGHT.plusSeconds(7200)))
                .withMessage("from: must be a whole multiple of the interval PT1H, got 2025-11-20T00:00:01Z");
    }

    @Test
    void shouldRefuseAnEndThatIsNoWholeInterval() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TimeRange.hourly(MIDNIGHT, MIDNIGHT.plusMillis(3_600_001)))
                .withMessage("to: must be a whole multiple of the interval PT1H, got 2025-11-20T01:00:00.001Z");
    }

    @ParameterizedTest
    @CsvSource({"PT0S", "PT-1H", "PT0.5S", "PT1.5S"})
    void shouldRefuseAnIntervalThatIsNotWholeSeconds(Duration interval) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TimeRange(MIDNIGHT, MIDNIGHT.plusSeconds(3600), interval))
                .withMessage("interval: must be whole seconds, at least 1 s, got " + interval);
    }

    @Test
    void shouldRefuseMoreTimePointsThanAnIntCounts() {
        Instant to = Instant.EPOCH.plusSeconds(Integer.MAX_VALUE + 1L);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TimeRange(Instant.EPOCH, to, Duration.ofSeconds(1)))
                .withMessage("to: must be at most 2147483647 intervals of PT1S after from (1970-01-01T00:00:00Z), "
                        + "got 2038-01-19T03:14:08Z");
        assertThat(new TimeRange(Instant.EPOCH, to.minusSeconds(1), Duration.ofSeconds(1)).timePoints())
                .isEqualTo(Integer.MAX_VALUE);
    }
}
