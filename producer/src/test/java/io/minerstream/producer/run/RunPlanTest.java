package io.minerstream.producer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RunPlanTest {

    @Test
    void shouldCommitTheReferenceJobInOnePiece() {
        RunPlan plan = new RunPlan(6_000, 24, CommitPolicy.AUTO);

        assertThat(plan.records()).isEqualTo(144_000);
        assertThat(ends(plan)).containsExactly(144_000L);
        assertThat(plan.commitBatches()).isEqualTo(1);
        assertThat(plan.recordsPerCommitBatch()).isEqualTo(144_000);
    }

    @Test
    void shouldCommitAMillionRecordsInOnePieceAndOneMoreInTwo() {
        assertThat(new RunPlan(1_000_000, 1, CommitPolicy.AUTO).commitBatches()).isEqualTo(1);
        assertThat(new RunPlan(40_000, 25, CommitPolicy.AUTO).commitBatches()).isEqualTo(1);
        assertThat(ends(new RunPlan(1, 1_000_001, CommitPolicy.AUTO))).containsExactly(1_000_000L, 1_000_001L);
    }

    @Test
    void shouldCutALargeRunBetweenItsTimePoints() {
        RunPlan plan = new RunPlan(400_000, 5, CommitPolicy.AUTO);

        assertThat(ends(plan)).containsExactly(800_000L, 1_600_000L, 2_000_000L);
        assertThat(plan.recordsPerCommitBatch()).isEqualTo(800_000);
    }

    @Test
    void shouldNotCutATimePointUnlessItIsTold() {
        assertThat(ends(new RunPlan(2_000_000, 2, CommitPolicy.AUTO))).containsExactly(2_000_000L, 4_000_000L);
    }

    @ParameterizedTest
    @CsvSource({"run, 1, 240", "time-point, 24, 10", "7, 35, 7", "1000, 1, 240", "240, 1, 240", "239, 2, 239"})
    void shouldCutAsItIsTold(String commit, long batches, long recordsPerCommitBatch) {
        RunPlan plan = new RunPlan(10, 24, CommitPolicy.parse(commit));

        assertThat(plan.commitBatches()).isEqualTo(batches);
        assertThat(plan.recordsPerCommitBatch()).isEqualTo(recordsPerCommitBatch);
        assertThat(ends(plan)).hasSize((int) batches).endsWith(240L);
    }

    @ParameterizedTest
    @CsvSource({"10, 24, 240", "300000, 24, 900000", "700000, 24, 700000", "2000000, 24, 2000000"})
    void shouldNoteTheProgressOfWholeTimePointsWithoutTransactions(
            int miners, int timePoints, long recordsPerCommitBatch) {
        RunPlan plan = new RunPlan(miners, timePoints, CommitPolicy.parse("none"));

        assertThat(plan.recordsPerCommitBatch()).isEqualTo(recordsPerCommitBatch);
        assertThat(plan.commit().isExactlyOnce()).isFalse();
    }

    @Test
    void shouldResumeWithTheSameCommitBatches() {
        RunPlan plan = new RunPlan(10, 24, CommitPolicy.parse("7"));

        assertThat(plan.batchEnd(14)).isEqualTo(21);
        assertThat(plan.batchEnd(16)).isEqualTo(21);
        assertThat(plan.timePointsWithin(14)).isEqualTo(1);
        assertThat(plan.timePointsWithin(240)).isEqualTo(24);
    }

    @Test
    void shouldNotOverflowWithTheLargestRun() {
        RunPlan plan = new RunPlan(Integer.MAX_VALUE, Integer.MAX_VALUE, CommitPolicy.parse("999999999999999999"));

        assertThat(plan.records()).isEqualTo(4611686014132420609L);
        assertThat(plan.batchEnd(plan.records() - 1)).isEqualTo(plan.records());
    }

    @Test
    void shouldHaveNothingToCommitWithoutMiners() {
        RunPlan plan = new RunPlan(0, 24, CommitPolicy.AUTO);

        assertThat(plan.records()).isZero();
        assertThat(plan.commitBatches()).isZero();
        assertThat(plan.timePointsWithin(0)).isZero();
    }

    @Test
    void shouldRefuseAnEmptyRange() {
        assertThatThrownBy(() -> new RunPlan(1, 0, CommitPolicy.AUTO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a run must have at least 0 miners and 1 time point, got 1 and 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "1.5", "day", "HOUR", "9999999999999999999"})
    void shouldRefuseOtherCommits(String text) {
        assertThatThrownBy(() -> CommitPolicy.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "commit: must be auto, run, time-point, none or a number of records from 1 to 999999999999999999, got '"
                                + text + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3/2", "2/2", "-1/2", "1", "1/0", "a/b", "1/2/3", "1 / 2"})
    void shouldRefuseOtherShards(String text) {
        assertThatThrownBy(() -> Shard.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "shard: must be i/n with 0 <= i < n and n from 1 to 10000, for example 0/2 and 1/2, got ");
    }

    @Test
    void shouldGiveEachPartitionToOneShard() {
        for (int partition = 0; partition < 12; partition++) {
            int number = partition;
            assertThat(Stream.of("0/3", "1/3", "2/3").map(Shard::parse).filter(shard -> shard.owns(number)))
                    .hasSize(1);
            assertThat(Shard.ALL.owns(number)).isTrue();
        }
    }

    private static List<Long> ends(RunPlan plan) {
        List<Long> ends = new ArrayList<>();
        for (long position = 0; position < plan.records(); position = plan.batchEnd(position)) {
            ends.add(plan.batchEnd(position));
        }
        return ends;
    }
}
