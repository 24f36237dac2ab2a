package io.minerstream.producer.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minerstream.avro.HostingMiner;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SyntheticFleetTest {

    @Test
    void shouldKeepTheMixToTheMiner() {
        assertThat(new SyntheticFleet(6_000, 5, 42).load().statusDistribution())
                .hasToString("{active=5400, maintenance=360, offline=240}");
    }

    @Test
    void shouldBeAPureFunctionOfItsParameters() {
        assertThat(miners(new SyntheticFleet(500, 5, 42))).isEqualTo(miners(new SyntheticFleet(500, 5, 42)));
        assertThat(miners(new SyntheticFleet(500, 5, 43))).isNotEqualTo(miners(new SyntheticFleet(500, 5, 42)));
    }

    @Test
    void shouldUseEveryLayerOfTheBaseline() {
        List<HostingMiner> miners = miners(new SyntheticFleet(1_000, 5, 42));

        assertShare(miners, 0.75, 0.85, miner -> miner.getActualHashrate() != null);
        assertShare(miners, 0.75, 0.85, miner -> miner.getActualPower() != null);
        assertShare(miners, 0.13, 0.23, m -> m.getActualHashrate() == null && m.getReferenceHashrate() != null);
        assertShare(miners, 0.13, 0.23, m -> m.getActualPower() == null && m.getReferencePower() != null);
        assertShare(miners, 0.004, 0.04, m -> m.getActualHashrate() == null && m.getReferenceHashrate() == null);
        assertShare(miners, 0.004, 0.04, m -> m.getActualPower() == null && m.getReferencePower() == null);
        assertShare(miners, 0.005, 0.04, miner -> miner.getMinerModelId() == null);
        assertShare(miners, 0.03, 0.07, m -> m.getMinerModelId() != null && m.getReferenceHashrate() == null);
    }

    @Test
    void shouldUseEveryModel() {
        assertThat(new SyntheticFleet(1_000, 5, 42).load().models())
                .containsExactlyInAnyOrderElementsOf(SyntheticFleet.MODELS);
    }

    @Test
    void shouldCountIdsFromTheFirstAndGiveEachMinerItsOwnSerialNumber() {
        Fleet fleet = new SyntheticFleet(1_000, 7, 42, StatusMix.DEFAULT, 5_001).load();

        assertThat(fleet.minerId(0)).isEqualTo(5_001);
        assertThat(fleet.minerId(999)).isEqualTo(6_000);
        assertThat(fleet.serialNumber(0)).isEqualTo("SIM-7-0005001");
        assertThat(IntStream.range(0, 1_000).mapToObj(fleet::serialNumber)).doesNotHaveDuplicates();
    }

    @Test
    void shouldReachTheLargestId() {
        Fleet fleet = new SyntheticFleet(2, 5, 42, StatusMix.DEFAULT, Integer.MAX_VALUE - 1).load();

        assertThat(fleet.minerId(1)).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void shouldRefuseImpossibleParameters() {
        assertThatThrownBy(() -> new SyntheticFleet(0, 5, 42))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("miners: must be from 1 to 50000000, got 0");
        assertThatThrownBy(() -> new SyntheticFleet(10, 0, 42))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("site id: must be from 1 to 2147483647, got 0");
        assertThatThrownBy(() -> new SyntheticFleet(3, 5, 42, StatusMix.DEFAULT, Integer.MAX_VALUE - 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("first miner id: must be at most 2147483645 for 3 miners, got 2147483646");
    }

    private static List<HostingMiner> miners(SyntheticFleet source) {
        Fleet fleet = source.load();
        return IntStream.range(0, fleet.size()).mapToObj(fleet::hostingMiner).collect(Collectors.toList());
    }

    private static void assertShare(
            List<HostingMiner> miners, double atLeast, double atMost, Predicate<HostingMiner> which) {
        assertThat(miners.stream().filter(which).count() / (double) miners.size())
                .isBetween(atLeast, atMost);
    }

    @Test
    void shouldLeaveTheGivenShareOfBaselinesNull() {
        FleetSummary none = FleetSummary.of(new SyntheticFleet(2_000, 5, 42, StatusMix.DEFAULT, 1, 0).load());
        FleetSummary some = FleetSummary.of(new SyntheticFleet(20_000, 5, 42, StatusMix.DEFAULT, 1, 0.05).load());
        FleetSummary all = FleetSummary.of(new SyntheticFleet(2_000, 5, 42, StatusMix.DEFAULT, 1, 1).load());

        assertThat(none.withoutActualHashrate() + none.withoutActualPower()).isZero();
        // Six standard deviations of 20,000 draws.
        assertThat(some.withoutActualHashrate()).isBetween(815, 1_185);
        assertThat(some.withoutActualPower()).isBetween(815, 1_185);
        assertThat(all.withoutActualHashrate()).isEqualTo(2_000);
        // Some miners have no model, and some a model without reference values.
        assertThat(all.onDefaultHashrate()).isBetween(80, 200).isEqualTo(all.onDefaultPower());
    }

    @Test
    void shouldRefuseShareOfNullBaselinesOutOfRange() {
        for (double share : new double[] {-0.01, 1.01, Double.NaN}) {
            assertThatThrownBy(() -> new SyntheticFleet(10, 5, 42, StatusMix.DEFAULT, 1, share))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("null baselines: must be from 0 to 1, got " + share);
        }
    }
}
