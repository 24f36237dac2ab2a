package io.minerstream.producer.live;

import static io.minerstream.producer.live.LiveSpecs.aSession;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.minerstream.schemas.run.TimeRange;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LiveSpecTest {

    private static final Instant MORNING = Instant.parse("2026-11-24T10:00:00Z");

    @Test
    void shouldCutRunsAtMidnightOrAtTheEndOfTheSession() {
        LiveSpec spec = aSession().build();

        assertThat(spec.runFrom(MORNING, Optional.empty()).range())
                .isEqualTo(TimeRange.hourly(MORNING, Instant.parse("2026-11-25T00:00:00Z")));
        assertThat(spec.runFrom(MORNING, Optional.of(MORNING.plusSeconds(7200))).range())
                .isEqualTo(TimeRange.hourly(MORNING, MORNING.plusSeconds(7200)));
        assertThat(spec.runFrom(Instant.parse("2026-11-25T00:00:00Z"), Optional.empty())
                        .range())
                .isEqualTo(
                        TimeRange.hourly(Instant.parse("2026-11-25T00:00:00Z"), Instant.parse("2026-11-26T00:00:00Z")));
    }

    @Test
    void shouldGiveARunTheIdThatGenerateGivesTheSameReadings() {
        LiveSpec spec = aSession().build();

        var run = spec.runFrom(MORNING, Optional.empty());

        assertThat(run.id()).isEqualTo(run.derivedId(0));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY, 1_000_001})
    void shouldRefuseASpeedThatIsNone(double speed) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> aSession().speed(speed).build())
                .withMessage("speed: must be from 0.001 to 1000000, got " + speed);
    }

    @Test
    void shouldRefuseABackfillOfLessThanAnInterval() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> aSession().backfill("PT59M").build())
                .withMessage("backfill: must be at least one interval, PT1H, got PT59M");
    }

    @Test
    void shouldRefuseAnEndThatIsNoTimePoint() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> aSession().until("2026-11-24T10:30:00Z").build())
                .withMessage("until: must be a whole multiple of the interval PT1H, got 2026-11-24T10:30:00Z; use "
                        + "2026-11-24T10:00:00Z");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> aSession().interval("PT6H").hours(8).build())
                .withMessage("hours: must be a whole number of intervals of PT6H, got 8");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> aSession().hours(0).build())
                .withMessage("hours: must be from 1 to 876000, got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> aSession().until("2026-11-24T10:00:00Z").hours(1).build())
                .withMessage("until: must not be combined with hours");
    }

    @Test
    void shouldRefuseWhatNoRunMayHave() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> aSession().interval("PT7M").build())
                .withMessageStartingWith("interval: must be whole seconds that divide an hour");
    }
}
