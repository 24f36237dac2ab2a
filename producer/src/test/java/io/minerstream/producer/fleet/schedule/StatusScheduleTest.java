package io.minerstream.producer.fleet.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.InvalidFleetException;
import io.minerstream.schemas.miner.MinerStatus;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class StatusScheduleTest {

    private static final Instant NINE = Instant.parse("2026-03-01T09:00:00Z");
    private static final Instant TEN = Instant.parse("2026-03-01T10:00:00Z");
    private static final Instant ELEVEN = Instant.parse("2026-03-01T11:00:00Z");
    private static final Fleet FLEET = Fleet.builder(5)
            .add(7, "A", null, 1, 1, "active")
            .add(9, "B", null, 1, 1, "maintenance")
            .add(Integer.MAX_VALUE, "C", null, 1, 1, "active")
            .build();

    @Test
    void shouldHoldChangesInOrderOfMinerAndTime() {
        StatusSchedule schedule = StatusSchedule.builder()
                .add(9, TEN, "offline")
                .add(7, ELEVEN, "active")
                .add(9, NINE, "active")
                .add(7, TEN, "offline")
                .build();

        assertThat(schedule.size()).isEqualTo(4);
        assertThat(schedule.miners()).isEqualTo(2);
        assertThat(schedule.minerId(0)).isEqualTo(7);
        assertThat(schedule.from(0)).isEqualTo(TEN);
        assertThat(schedule.statusText(0)).isEqualTo("offline");
        assertThat(schedule.from(1)).isEqualTo(ELEVEN);
        assertThat(schedule.from(2)).isEqualTo(NINE);
        assertThat(schedule.status(3)).isEqualTo(MinerStatus.OFFLINE);
        assertThat(schedule.firstOf(9)).isEqualTo(2);
        assertThat(schedule.endOf(9)).isEqualTo(4);
        assertThat(schedule.firstOf(8)).isEqualTo(schedule.endOf(8));
        assertThat(schedule.countBetween(NINE, ELEVEN)).isEqualTo(2);
        assertThat(schedule).hasToString("4 status changes of 2 miners");
    }

    @Test
    void shouldGiveTheStatusOfTheLastChangeUntilThen() {
        Fleet fleet = FLEET.withSchedule(StatusSchedule.builder()
                .add(7, TEN, "offline")
                .add(7, ELEVEN, "Active")
                .add(Integer.MAX_VALUE, NINE, "retired")
                .build());

        assertThat(fleet.statusAt(0, TEN.minusMillis(1))).isEqualTo(MinerStatus.ACTIVE);
        assertThat(fleet.statusAt(0, TEN)).isEqualTo(MinerStatus.OFFLINE);
        assertThat(fleet.statusAt(0, ELEVEN.minusMillis(1))).isEqualTo(MinerStatus.OFFLINE);
        assertThat(fleet.statusAt(0, ELEVEN)).isEqualTo(MinerStatus.ACTIVE);
        assertThat(fleet.statusAt(1, ELEVEN)).isEqualTo(MinerStatus.MAINTENANCE);
        assertThat(fleet.statusAt(2, ELEVEN)).isEqualTo(MinerStatus.OTHER);
        assertThat(fleet.status(0)).as("before the first change").isEqualTo(MinerStatus.ACTIVE);
    }

    @Test
    void shouldCutAFleetToATime() {
        Fleet fleet = FLEET.withSchedule(
                StatusSchedule.builder().add(7, TEN, "offline").build());

        assertThat(fleet.asOf(NINE).statusDistribution()).containsOnlyKeys("active", "maintenance");
        Fleet later = fleet.asOf(TEN);
        assertThat(later.statusText(0)).isEqualTo("offline");
        assertThat(later.serialNumber(2)).isEqualTo("C");
        assertThat(later.schedule().isEmpty()).isTrue();
        assertThat(later.asOf(NINE)).isSameAs(later);
    }

    /** A time between two milliseconds is none that a reading could have. */
    @Test
    void shouldCountATimeWithinAMillisecondAsTheNextOne() {
        StatusSchedule schedule =
                StatusSchedule.builder().add(7, TEN.plusNanos(1), "offline").build();

        assertThat(schedule.from(0)).isEqualTo(TEN.plusMillis(1));
    }

    @Test
    void shouldBeEqualToOneWithTheSameChanges() {
        StatusSchedule schedule = StatusSchedule.builder()
                .add(7, TEN, "offline")
                .add(9, TEN, "active")
                .build();

        assertThat(schedule)
                .isEqualTo(StatusSchedule.builder()
                        .add(9, TEN, "active")
                        .add(7, TEN, "offline")
                        .build())
                .hasSameHashCodeAs(StatusSchedule.builder()
                        .add(9, TEN, "active")
                        .add(7, TEN, "offline")
                        .build())
                .isNotEqualTo(StatusSchedule.builder()
                        .add(9, TEN, "offline")
                        .add(7, TEN, "active")
                        .build())
                .isNotEqualTo(StatusSchedule.NONE);
    }

    @Test
    void shouldRefuseTwoStatusesAtOnce() {
        StatusSchedule.Builder builder =
                StatusSchedule.builder().add(7, TEN, "offline").add(7, TEN, "active");

        assertThatIllegalArgumentException()
                .isThrownBy(builder::build)
                .withMessage("miner 7: must have one status from 2026-03-01T10:00:00Z on, got 'offline' and 'active'");
    }

    @Test
    void shouldRefuseWhatIsNoMinerOrNoTime() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StatusSchedule.builder().add(0, TEN, "offline"))
                .withMessage("miner id: must be from 1 to 2147483647, got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StatusSchedule.builder().add(1, Instant.EPOCH.minusNanos(1), "offline"))
                .withMessage(
                        "from: must be from 1970-01-01T00:00:00Z to 9999-12-31T23:59:59.999Z, got 1969-12-31T23:59:59.999999999Z");
    }

    @Test
    void shouldRefuseChangesOfMinersThatTheFleetLacks() {
        StatusSchedule schedule = StatusSchedule.builder()
                .add(7, TEN, "offline")
                .add(8, TEN, "active")
                .build();

        assertThatExceptionOfType(InvalidFleetException.class)
                .isThrownBy(() -> FLEET.withSchedule(schedule))
                .withMessage(
                        "fleet of site_id=5: 1 problem: status change of miner 8 at 2026-03-01T10:00:00Z, which the fleet does not have");
    }
}
