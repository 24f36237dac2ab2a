package io.minerstream.producer.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.minerstream.producer.fleet.schedule.StatusSchedule;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class FleetChangesTest {

    private static final MinerModel S21 = new MinerModel(5, "Antminer S21", "Bitmain", 200, 3500);

    private static final Instant NINE = Instant.parse("2026-03-01T09:00:00Z");
    private static final Instant TEN = Instant.parse("2026-03-01T10:00:00Z");

    private final FleetChanges changes = new FleetChanges(5);

    @Test
    void shouldKeepTheLastChangeOfEachMiner() {
        changes.put(9, NINE, "nine", null, Double.NaN, 3_000, "active");
        changes.put(4, NINE, "four", S21, 199, Double.NaN, "active");
        changes.put(9, NINE, "nine", S21, 198, Double.NaN, "offline");
        changes.put(7, NINE, "seven", null, 1, 1, "active");
        changes.remove(7);
        changes.remove(8);

        Fleet fleet = changes.build();

        assertThat(fleet.size()).isEqualTo(2);
        assertThat(fleet.minerId(1)).isEqualTo(9);
        assertThat(fleet.statusText(1)).isEqualTo("offline");
        assertThat(fleet.actualHashrateTh(1)).isEqualTo(198);
        assertThat(fleet.models()).containsExactly(S21);
        assertThat(fleet.statusDistribution()).containsOnlyKeys("active", "offline");
    }

    @Test
    void shouldTakeAMinerThatCameBack() {
        changes.put(9, NINE, "nine", null, 1, 1, "active");
        changes.remove(9);
        assertThat(changes.isEmpty()).isTrue();
        changes.put(9, NINE, "neun", null, 1, 1, "active");

        assertThat(changes.isEmpty()).isFalse();
        assertThat(changes.build().serialNumber(0)).isEqualTo("neun");
    }

    @Test
    void shouldSayWhenNoneIsLeft() {
        changes.put(9, NINE, "nine", null, 1, 1, "active");
        changes.remove(9);

        assertThatExceptionOfType(NoMinersException.class).isThrownBy(changes::build);
    }

    @Test
    void shouldMakeAScheduleOfStatusesThatFollowOneAnother() {
        changes.put(9, NINE, "nine", null, 1, 1, "active");
        changes.put(9, NINE.plusSeconds(60), "nine", null, 2, 1, "active");
        changes.put(9, TEN, "nine", S21, 3, 1, "offline");
        changes.put(4, TEN, "four", null, 1, 1, "active");

        Fleet fleet = changes.build();

        assertThat(fleet.statusText(1)).isEqualTo("active");
        assertThat(fleet.actualHashrateTh(1)).isEqualTo(3);
        assertThat(fleet.schedule())
                .isEqualTo(StatusSchedule.builder().add(9, TEN, "offline").build());
    }

    @Test
    void shouldForgetWhatWasSaidOfLaterTimes() {
        changes.put(9, NINE, "nine", null, 1, 1, "active");
        changes.put(9, TEN, "nine", null, 1, 1, "offline");
        changes.put(9, NINE, "nine", null, 1, 1, "error");
        changes.put(4, TEN, "four", null, 1, 1, "active");
        changes.remove(4);
        changes.put(4, NINE, "four", null, 1, 1, "offline");

        Fleet fleet = changes.build();

        assertThat(fleet.statusText(0)).isEqualTo("offline");
        assertThat(fleet.statusText(1)).isEqualTo("error");
        assertThat(fleet.schedule().isEmpty()).isTrue();
    }
}
