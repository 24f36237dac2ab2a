package io.minerstream.pipeline.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minerstream.pipeline.fault.FaultPlan.Reading;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.SyntheticFleet;
import io.minerstream.schemas.miner.MinerStatus;
import io.minerstream.schemas.run.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultPlanTest {

    private static final Instant FROM = Instant.parse("2026-03-01T05:00:00Z");

    private final Fleet fleet = new SyntheticFleet(60, 8, 42).load();

    private static TimeRange hours(int hours) {
        return TimeRange.hourly(FROM, FROM.plus(Duration.ofHours(hours)));
    }

    @Test
    void shouldFollowFromFleetWindowAndSeed() {
        assertThat(FaultPlan.of(fleet, hours(24), 42)).isEqualTo(FaultPlan.of(fleet, hours(24), 42));
        assertThat(LongStream.range(0, 20).mapToObj(seed -> FaultPlan.of(fleet, hours(24), seed)))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5, 24})
    void shouldLeaveTheReadingsThatItsAlertsNeed(int points) {
        TimeRange window = hours(points);
        assertThat(LongStream.range(0, 200).mapToObj(seed -> FaultPlan.of(fleet, window, seed)))
                .allSatisfy(plan -> {
                    assertThat(plan.withheld().recordedAt()).isBetween(window.at(1), window.at(points - 2));
                    assertThat(plan.doubled().recordedAt()).isBetween(window.at(0), window.at(points - 3));
                    assertThat(plan.outOfRange().recordedAt()).isEqualTo(window.at(points - 2));
                    assertThat(List.of(plan.withheld(), plan.doubled(), plan.outOfRange()))
                            .extracting(Reading::minerId)
                            .doesNotHaveDuplicates()
                            .allMatch(miner -> fleet.status(fleet.indexOf(miner)) == MinerStatus.ACTIVE);
                });
    }

    @Test
    void shouldRefuseAWindowThatIsTooShort() {
        assertThatThrownBy(() -> FaultPlan.of(fleet, hours(3), 42))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "must have at least 4 time points in the last window of the run, got 3; use a longer range");
    }

    @Test
    void shouldRefuseAFleetWithoutEnoughActiveMiners() {
        Fleet small = new SyntheticFleet(2, 8, 42).load();

        assertThatThrownBy(() -> FaultPlan.of(small, hours(24), 42))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("must have at least 3 active miners, got 2; use more --miners");
    }

    @Test
    void shouldLeaveEarlierWindowsAlone() {
        assertThat(FaultDrill.lastWindow(hours(24))).isEqualTo(hours(24));
        assertThat(FaultDrill.lastWindow(hours(30)))
                .isEqualTo(TimeRange.hourly(FROM.plus(Duration.ofHours(24)), FROM.plus(Duration.ofHours(30))));
    }
}
