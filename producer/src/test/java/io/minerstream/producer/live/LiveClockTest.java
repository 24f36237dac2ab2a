package io.minerstream.producer.live;

import static io.minerstream.producer.live.LiveSpecs.aSession;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minerstream.schemas.run.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

final class LiveClockTest {

    private final VirtualClock wall = new VirtualClock("2026-11-24T10:20:00Z");

    private LiveClock clock(LiveSpecs spec) {
        return new LiveClock(spec.build(), Optional.empty(), wall, wall);
    }

    @Test
    void shouldWaitForTheWallClockAtSpeedOne() {
        LiveClock clock = clock(aSession());

        assertThat(clock.awaitDue(time("10:00"), LiveClockTest::nothing)).isTrue();
        assertThat(wall.instant()).isEqualTo("2026-11-24T10:20:00Z");
        assertThat(clock.awaitDue(time("11:00"), LiveClockTest::nothing)).isTrue();
        assertThat(wall.instant()).isEqualTo("2026-11-24T11:00:00Z");
        assertThat(clock.due(time("11:00"))).isEqualTo(time("11:00"));
    }

    @Test
    void shouldPassHistoryAtOnceAndThenRunAtItsSpeed() {
        LiveClock clock = clock(aSession().speed(60).backfill("PT3H"));

        for (String history : new String[] {"07:00", "08:00", "09:00"}) {
            assertThat(clock.awaitDue(time(history), LiveClockTest::nothing)).isTrue();
            assertThat(clock.isHistory()).as(history).isTrue();
        }
        assertThat(clock.awaitDue(time("10:00"), LiveClockTest::nothing)).isTrue();
        assertThat(clock.isHistory()).isFalse();
        assertThat(wall.instant()).as("simulated time starts here").isEqualTo("2026-11-24T10:20:00Z");
        clock.awaitDue(time("11:00"), LiveClockTest::nothing);
        clock.awaitDue(time("12:00"), LiveClockTest::nothing);
        assertThat(wall.instant()).isEqualTo("2026-11-24T10:22:00Z");
    }

    @Test
    void shouldNotCatchUpAtAnotherSpeedWithoutHistory() {
        LiveClock clock = clock(aSession().speed(60));

        clock.awaitDue(time("01:00"), LiveClockTest::nothing);
        assertThat(clock.isHistory()).isFalse();
        assertThat(wall.instant()).isEqualTo("2026-11-24T10:20:00Z");
        clock.awaitDue(time("02:00"), LiveClockTest::nothing);
        assertThat(wall.instant()).isEqualTo("2026-11-24T10:21:00Z");
    }

    @Test
    void shouldTakeForHistoryWhatComesWhileHistoryIsWritten() {
        LiveClock clock = clock(aSession().speed(60).backfill("PT3H"));
        clock.awaitDue(time("09:00"), LiveClockTest::nothing);
        wall.pass(Duration.ofHours(1));

        clock.awaitDue(time("10:00"), LiveClockTest::nothing);
        assertThat(clock.isHistory()).isTrue();
        clock.awaitDue(time("11:00"), LiveClockTest::nothing);
        assertThat(clock.isHistory()).isFalse();
    }

    @Test
    void shouldKeepTheIntendedTimeOfWhatIsLate() {
        LiveClock clock = clock(aSession().speed(60));
        clock.awaitDue(time("10:00"), LiveClockTest::nothing);
        wall.pass(Duration.ofMinutes(10));

        clock.awaitDue(time("11:00"), LiveClockTest::nothing);

        assertThat(clock.isHistory()).isFalse();
        assertThat(clock.due(time("11:00"))).isEqualTo("2026-11-24T10:21:00Z");
        assertThat(wall.instant()).isEqualTo("2026-11-24T10:30:00Z");
    }

    @Test
    void shouldBeSlowerThanTheWallClockWhenAskedTo() {
        LiveClock clock = clock(aSession().speed(0.5));
        clock.awaitDue(time("10:00"), LiveClockTest::nothing);

        clock.awaitDue(time("11:00"), LiveClockTest::nothing);

        assertThat(wall.instant()).isEqualTo("2026-11-24T12:20:00Z");
    }

    @Test
    void shouldEndBeforeItsEnd() {
        LiveClock clock = new LiveClock(aSession().build(), Optional.of(time("12:00")), wall, wall);

        assertThat(clock.awaitDue(time("11:00"), LiveClockTest::nothing)).isTrue();
        assertThat(clock.awaitDue(time("12:00"), LiveClockTest::nothing)).isFalse();
        assertThat(wall.instant()).isEqualTo("2026-11-24T11:00:00Z");
    }

    @Test
    void shouldEndItsWaitWhenItIsStopped() {
        LiveClock clock = clock(aSession());
        wall.whileAsleep(clock::stop);

        assertThat(clock.awaitDue(time("11:00"), LiveClockTest::nothing)).isFalse();
        assertThat(wall.instant()).isBefore("2026-11-24T10:21:00Z");
        assertThat(clock.awaitDue(time("10:00"), LiveClockTest::nothing))
                .as("what is due, too")
                .isFalse();
    }

    @Test
    void shouldEndItsWaitWithWhatFailsMeanwhile() {
        LiveClock clock = clock(aSession());

        assertThatThrownBy(() -> clock.awaitDue(time("11:00"), () -> {
                    throw new CancellationException("cancelled");
                }))
                .isInstanceOf(CancellationException.class);
    }

    @Test
    void shouldSayHowFarAheadItWillBe() {
        TimeRange day = TimeRange.hourly(time("10:00"), Instant.parse("2026-11-25T00:00:00Z"));
        Instant now = wall.instant();

        assertThat(clock(aSession()).furthestAhead(day, now)).hasValue(Duration.ZERO);
        assertThat(clock(aSession().speed(60)).furthestAhead(day, now)).isEmpty();
        assertThat(clock(aSession().speed(0.5)).furthestAhead(day, now)).hasValue(Duration.ofMinutes(-20));
        // Starts 20 min behind; 60 h of simulated time take 1 h.
        LiveClock ending = new LiveClock(
                aSession().speed(60).build(), Optional.of(time("10:00").plusSeconds(60 * 3600)), wall, wall);
        assertThat(ending.furthestAhead(day, now)).hasValue(Duration.ofHours(59).minusMinutes(20));
    }

    private static void nothing() {}

    private static Instant time(String hour) {
        return Instant.parse("2026-11-24T" + hour + ":00Z");
    }
}
