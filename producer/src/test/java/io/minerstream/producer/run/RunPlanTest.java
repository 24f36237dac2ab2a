package io.minerstream.producer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minerstream.producer.run.RunPlan.Unit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RunPlanTest {

    @Test
    void shouldCommitTheReferenceJobInOnePiece() {
        RunPlan plan = new RunPlan(6_000, 24);

        assertThat(plan.records()).isEqualTo(144_000);
        assertThat(plan.units()).isEqualTo(1);
        assertThat(plan.unit(0)).isEqualTo(new Unit(0, 24));
        assertThat(plan.recordsPerUnit()).isEqualTo(144_000);
    }

    @Test
    void shouldCommitAMillionRecordsInOnePieceAndOneMoreByTimePoint() {
        assertThat(new RunPlan(1_000_000, 1).units()).isEqualTo(1);
        assertThat(new RunPlan(40_000, 25).units()).isEqualTo(1);
        assertThat(new RunPlan(1, 1_000_001).units()).isEqualTo(1_000_001);
    }

    @Test
    void shouldCutALargeRunIntoItsTimePoints() {
        RunPlan plan = new RunPlan(500_000, 3);

        assertThat(IntStream.range(0, plan.units()).mapToObj(plan::unit))
                .containsExactly(new Unit(0, 1), new Unit(1, 2), new Unit(2, 3));
        assertThat(plan.recordsPerUnit()).isEqualTo(500_000);
    }

    @Test
    void shouldNotOverflowWithTheLargestRun() {
        assertThat(new RunPlan(Integer.MAX_VALUE, Integer.MAX_VALUE).records()).isEqualTo(4611686014132420609L);
    }

    @Test
    void shouldRefuseAnEmptyRun() {
        assertThatThrownBy(() -> new RunPlan(0, 24))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a run must have at least 1 miner and 1 time point, got 0 and 24");
    }

    @Test
    void shouldRefuseAUnitThatDoesNotExist() {
        assertThatThrownBy(() -> new RunPlan(10, 24).unit(1))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("unit 1 of 1");
    }
}
