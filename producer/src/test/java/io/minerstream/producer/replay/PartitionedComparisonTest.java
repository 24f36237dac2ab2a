package io.minerstream.producer.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.minerstream.producer.replay.RowMismatch.Kind;
import io.minerstream.schemas.miner.TelemetryRow;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PartitionedComparisonTest {

    private static final List<FieldDifference> NOTHING = List.of();

    @Test
    void shouldTakeABitPerMinerHoweverFarThePartsAreApart() {
        int bytes = 4_096 / 4 / Byte.SIZE;

        assertThat(partByPart(bytes).isExact()).isTrue();
        assertThatThrownBy(() -> partByPart(bytes - 1)).isInstanceOf(ReplayMemoryException.class);
    }

    private static ReplayResult partByPart(long largestBytes) {
        RunReplay run = ReplayRuns.run(4_096, 50);
        PartitionedComparison comparison = new PartitionedComparison(run, 4, miner -> miner / 10 % 4, 10, largestBytes);
        for (int part = 0; part < 4; part++) {
            for (int timePoint = 0; timePoint < run.timePoints(); timePoint++) {
                for (int index = 0; index < run.miners(); index++) {
                    if (run.minerId(index) / 10 % 4 == part) {
                        comparison.accept(ReplayRuns.row(run, index, timePoint), NOTHING, "");
                    }
                }
            }
        }
        return comparison.finish();
    }

    @Test
    void shouldTakeFourBytesForAMissingRow() {
        RunReplay run = ReplayRuns.run(4_096, 50);
        // A sparse time point keeps those that were left when it became sparse: half of its bits. One is not sparse
        // yet.
        long bytes = 50L * 4_096 / Byte.SIZE / 2 + 4_096 / Byte.SIZE;
        PartitionedComparison comparison = new PartitionedComparison(run, 1, miner -> 0, 10, bytes);
        for (int timePoint = 0; timePoint < run.timePoints(); timePoint++) {
            for (int index = 0; index < run.miners(); index++) {
                if (index != 77 + timePoint) {
                    comparison.accept(ReplayRuns.row(run, index, timePoint), NOTHING, "");
                }
            }
        }

        ReplayResult result = comparison.finish();
        assertThat(result.missing()).isEqualTo(50);
        assertThat(result.offenders())
                .extracting(RowMismatch::kind, RowMismatch::minerId)
                .startsWith(tuple(Kind.MISSING, 780), tuple(Kind.MISSING, 790));
    }

    @Test
    void shouldCallARowOfACompleteTimePointADuplicate() {
        RunReplay run = ReplayRuns.run(3, 2);
        PartitionedComparison comparison = new PartitionedComparison(run, 1, miner -> 0, 10);
        ReplayRuns.rows(run).forEach(row -> comparison.accept(row, NOTHING, ""));
        comparison.accept(ReplayRuns.row(run, 1, 0), NOTHING, "partition 0, offset 9");

        ReplayResult result = comparison.finish();

        assertThat(result.isExact()).isFalse();
        assertThat(result.offenders())
                .containsExactly(
                        new RowMismatch(Kind.DUPLICATE, 20, ReplayRuns.FROM, List.of(), "partition 0, offset 9"));
    }

    @Test
    void shouldNameTheWrongOneOfTwoRowsWhicheverComesFirst() {
        RunReplay run = ReplayRuns.run(1, 1);
        TelemetryRow right = ReplayRuns.row(run, 0, 0);
        TelemetryRow wrong = ReplayRuns.withHashrate(right, null);
        for (List<TelemetryRow> order : List.of(List.of(right, wrong), List.of(wrong, right))) {
            PartitionedComparison comparison = new PartitionedComparison(run, 1, miner -> 0, 10);
            order.forEach(row -> comparison.accept(row, NOTHING, row == wrong ? "the wrong one" : "the right one"));

            ReplayResult result = comparison.finish();

            assertThat(result.equal()).isOne();
            assertThat(result.extra()).isOne();
            assertThat(result.offenders())
                    .singleElement()
                    .satisfies(offender -> assertThat(offender.kind()).isEqualTo(Kind.DUPLICATE))
                    .satisfies(offender -> assertThat(offender.where()).isEqualTo("the wrong one"))
                    .satisfies(offender -> assertThat(offender.fields())
                            .extracting(FieldDifference::field, FieldDifference::found)
                            .containsExactly(tuple("hashrate", "NULL")));
        }
    }

    @Test
    void shouldCountUnreadableRowsAsExtraAndWhatTheyStoodForAsMissing() {
        RunReplay run = ReplayRuns.run(1, 1);
        PartitionedComparison comparison = new PartitionedComparison(run, 1, miner -> 0, 10);
        comparison.unreadable(null, null, "partition 0, offset 0: no Avro");

        assertThat(comparison.finish())
                .isEqualTo(new ReplayResult(
                        1,
                        1,
                        0,
                        1,
                        1,
                        0,
                        List.of(
                                new RowMismatch(
                                        Kind.UNREADABLE, null, null, List.of(), "partition 0, offset 0: no Avro"),
                                new RowMismatch(Kind.MISSING, 10, ReplayRuns.FROM, List.of(), ""))));
    }

    @Test
    void shouldCallARowDifferentWhoseEnvelopeIs() {
        RunReplay run = ReplayRuns.run(1, 1);
        PartitionedComparison comparison = new PartitionedComparison(run, 1, miner -> 0, 10);
        comparison.accept(ReplayRuns.row(run, 0, 0), List.of(new FieldDifference("partition", "0", "1")), "here");

        assertThat(comparison.finish().different()).isOne();
    }

    @Test
    void shouldGiveUpRatherThanGuessWhenMemoryDoesNotSuffice() {
        RunReplay run = ReplayRuns.run(128, 64);
        PartitionedComparison comparison = new PartitionedComparison(run, 1, miner -> 0, 10, 512);
        List<TelemetryRow> rows = ReplayRuns.rows(run);
        Collections.shuffle(rows, new Random(1));

        assertThatThrownBy(() -> rows.forEach(row -> comparison.accept(row, NOTHING, "")))
                .isInstanceOf(ReplayMemoryException.class)
                .hasMessage(
                        "rows are missing or out of order in 32 time points, and telling them apart would take more than "
                                + "512 bytes of memory");
    }
}
