package io.minerstream.pipeline.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.pipeline.sink.SinkLag;
import io.minerstream.schemas.run.TimeRange;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplayPlanTest {

    private static final ReplayTarget TARGET = new ReplayTarget(
            TimeRange.hourly(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-01-02T00:00:00Z")),
            List.of(),
            List.of(),
            List.of());

    /** What the connector has not read yet is never skipped. */
    @ParameterizedTest
    @CsvSource({
        // committed, first of the range, first of the topic, start
        "90, 40, 0, 40",
        "30, 40, 0, 30",
        "90, , 0, 90",
        ", 40, 5, 5",
        ", , 5, 5",
        "3, 40, 5, 5",
    })
    void shouldBeginAtTheRangeUnlessTheConnectorIsNotThereYet(Long committed, Long first, long beginning, long start) {
        assertThat(partition(0, committed, first, beginning).start()).isEqualTo(start);
    }

    @Test
    void shouldSetTheOffsetsThatChangeAlone() {
        ReplayPlan plan = plan(
                partition(0, 90L, 40L, 0),
                partition(1, 30L, 40L, 0),
                partition(2, null, 40L, 0),
                partition(3, 90L, null, 0));

        assertThat(plan.moved()).isEqualTo(Map.of(0, 40L, 2, 0L));
        assertThat(plan.offsets()).isEqualTo(60 + 70 + 100 + 10);
    }

    /** Markers of transactions are never committed; records that come meanwhile do not count. */
    @Test
    void shouldBeReadOnceNoRecordOfThePlanIsLeft() {
        ReplayPlan plan = plan(partition(0, 100L, 40L, 0), partition(1, 100L, 40L, 0));

        assertThat(plan.left(now(40, 100, 60))).isEqualTo(60 + 60);
        assertThat(plan.left(now(90, 101, 11))).isEqualTo(10 + 10);
        assertThat(plan.left(now(98, 100, 0))).isZero();
        assertThat(plan.left(now(100, 250, 150))).isZero();
    }

    @Test
    void shouldTellThatRetentionMayHaveTakenRecords() {
        assertThat(plan(partition(0, 90L, 40L, 0)).mayLackRecords()).isFalse();
        assertThat(plan(partition(0, 90L, 0L, 0)).mayLackRecords()).isFalse();
        assertThat(plan(partition(0, 90L, 40L, 7)).mayLackRecords()).isFalse();
        assertThat(plan(partition(0, 90L, 40L, 0), partition(1, 90L, 7L, 7)).mayLackRecords())
                .isTrue();
    }

    /** The producer's commit returns before the markers are in each partition. */
    @Test
    void shouldWaitForRecordsWhoseMarkersAreYetToCome() {
        ReplayPlan plan = plan(
                ReplayPlan.Partition.unread(new SinkLag.Partition("topic", 0, 90L, 100, 10), 130),
                ReplayPlan.Partition.unread(new SinkLag.Partition("topic", 1, null, 100, 100), 100));

        assertThat(plan.offsets()).isEqualTo(40 + 100);
        assertThat(plan.left(now(100, 100, 0))).isEqualTo(30);
        assertThat(plan.left(now(130, 131, 1))).isZero();
    }

    private static ReplayPlan plan(ReplayPlan.Partition... partitions) {
        return new ReplayPlan("sink", "topic", TARGET, Arrays.asList(partitions), List.of());
    }

    private static ReplayPlan.Partition partition(int partition, Long committed, Long first, long beginning) {
        return ReplayPlan.Partition.of(new SinkLag.Partition("topic", partition, committed, 100, 0), beginning, first);
    }

    private static SinkLag now(long committed, long end, long behind) {
        return new SinkLag(
                "sink",
                "connect-sink",
                List.of(
                        new SinkLag.Partition("topic", 0, committed, end, behind),
                        new SinkLag.Partition("topic", 1, committed, end, behind)));
    }
}
