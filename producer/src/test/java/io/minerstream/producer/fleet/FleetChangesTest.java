package io.minerstream.producer.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

final class FleetChangesTest {

    private static final MinerModel S21 = new MinerModel(5, "Antminer S21", "Bitmain", 200, 3500);

    private final FleetChanges changes = new FleetChanges(5);

    @Test
    void shouldKeepTheLastChangeOfEachMiner() {
        changes.put(9, "nine", null, Double.NaN, 3_000, "active");
        changes.put(4, "four", S21, 199, Double.NaN, "active");
        changes.put(9, "nine", S21, 198, Double.NaN, "offline");
        changes.put(7, "seven", null, 1, 1, "active");
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
        changes.put(9, "nine", null, 1, 1, "active");
        changes.remove(9);
        assertThat(changes.isEmpty()).isTrue();
        changes.put(9, "neun", null, 1, 1, "active");

        assertThat(changes.isEmpty()).isFalse();
        assertThat(changes.build().serialNumber(0)).isEqualTo("neun");
    }

    @Test
    void shouldSayWhenNoneIsLeft() {
        changes.put(9, "nine", null, 1, 1, "active");
        changes.remove(9);

        assertThatExceptionOfType(NoMinersException.class).isThrownBy(changes::build);
    }
}
