package io.minerstream.producer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minerstream.avro.RunProgress;
import io.minerstream.avro.RunState;
import io.minerstream.avro.SimulationRun;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.run.TimeRange;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RunHistoryTest {

    private static final RunId OTHER = new RunId("otherrun");

    private static final Instant DAY = Instant.parse("2026-03-01T00:00:00Z");

    @Test
    void shouldListTheRunsOfASiteTheOldestFirst() {
        RunHistory history = new RunHistory(List.of(
                run("cccccccc", 5, RunState.COMPLETED, 0, 24, 24, 3),
                run("bbbbbbbb", 6, RunState.COMPLETED, 0, 24, 24, 2),
                run("aaaaaaaa", 5, RunState.ABORTED, 0, 24, 0, 1)));

        assertThat(history.of(5)).extracting(SimulationRun::getRunId).containsExactly("aaaaaaaa", "cccccccc");
    }

    @Test
    void shouldFindCompletedRunsThatShareAnHour() {
        RunHistory history = new RunHistory(List.of(run("aaaaaaaa", 5, RunState.COMPLETED, 10, 20, 20, 1)));

        assertThat(history.overlapping(5, hours(19, 30), OTHER, 1)).hasSize(1);
        assertThat(history.overlapping(5, hours(0, 11), OTHER, 1)).hasSize(1);
        assertThat(history.overlapping(5, hours(12, 13), OTHER, 1)).hasSize(1);
        assertThat(history.overlapping(5, hours(0, 48), OTHER, 1)).hasSize(1);
    }

    @Test
    void shouldFindNothingInFreeRangesAndOtherSites() {
        RunHistory history = new RunHistory(List.of(run("aaaaaaaa", 5, RunState.COMPLETED, 10, 20, 20, 1)));

        assertThat(history.overlapping(5, hours(20, 30), OTHER, 1)).isEmpty();
        assertThat(history.overlapping(5, hours(0, 10), OTHER, 1)).isEmpty();
        assertThat(history.overlapping(6, hours(10, 20), OTHER, 1)).isEmpty();
    }

    @Test
    void shouldCountUnfinishedRunsAsFarAsTheyAreCommitted() {
        RunHistory history = new RunHistory(List.of(
                run("aaaaaaaa", 5, RunState.ABORTED, 0, 24, 6, 1),
                run("bbbbbbbb", 5, RunState.STARTED, 48, 72, 50, 1)));

        assertThat(history.overlapping(5, hours(5, 10), OTHER, 1))
                .extracting(SimulationRun::getRunId)
                .containsExactly("aaaaaaaa");
        assertThat(history.overlapping(5, hours(6, 48), OTHER, 1)).isEmpty();
        assertThat(history.overlapping(5, hours(49, 60), OTHER, 1))
                .extracting(SimulationRun::getRunId)
                .containsExactly("bbbbbbbb");
    }

    @Test
    void shouldIgnoreRunsThatCommittedNothing() {
        RunHistory history = new RunHistory(List.of(
                run("aaaaaaaa", 5, RunState.ABORTED, 0, 24, 0, 1), run("bbbbbbbb", 5, RunState.STARTED, 0, 24, 0, 1)));

        assertThat(history.overlapping(5, hours(0, 24), OTHER, 1)).isEmpty();
    }

    @Test
    void shouldNameFiveRunsAndCountTheRest() {
        List<SimulationRun> runs = IntStream.range(0, 7)
                .mapToObj(i -> run("run0000" + i, 5, RunState.ABORTED, 0, 24, 6, i))
                .toList();

        assertThatThrownBy(() -> {
                    throw new ExistingRunException(5, hours(0, 24), runs);
                })
                .hasMessageStartingWith(
                        "site_id=5 already has readings between 2026-03-01T00:00:00Z and"
                                + " 2026-03-02T00:00:00Z (end excluded): run run00000 wrote 60 records from"
                                + " 2026-03-01T00:00:00Z to 2026-03-01T06:00:00Z (aborted at 2026-04-01T00:00:01Z); run run00001 ")
                .hasMessageContaining("run run00004 ")
                .hasMessageEndingWith(
                        "; and 2 more runs; nothing was written; choose another range, or --force to generate"
                                + " it again");
    }

    private static TimeRange hours(int from, int to) {
        return TimeRange.hourly(hour(from), hour(to));
    }

    private static Instant hour(int hour) {
        return DAY.plusSeconds(3600L * hour);
    }

    @Test
    void shouldFindTheLatestRunOfASiteThatCommittedSomething() {
        RunHistory history = new RunHistory(List.of(
                run("aaaaaaaa", 5, RunState.COMPLETED, 0, 24, 24, 1),
                run("bbbbbbbb", 5, RunState.STARTED, 24, 48, 30, 2),
                run("cccccccc", 5, RunState.ABORTED, 48, 72, 48, 3),
                run("dddddddd", 6, RunState.COMPLETED, 0, 24, 24, 4)));

        assertThat(history.latest(5, run -> true).orElseThrow().getRunId()).isEqualTo("bbbbbbbb");
        assertThat(history.latest(5, run -> run.getFrom().isBefore(hour(20)))
                        .orElseThrow()
                        .getRunId())
                .isEqualTo("aaaaaaaa");
        assertThat(history.latest(7, run -> true)).isEmpty();
    }

    @Test
    void shouldCombineTheShardsOfARun() {
        SimulationRun first = shard(run("aaaaaaaa", 5, RunState.COMPLETED, 10, 20, 20, 0), 0);
        SimulationRun second = shard(run("aaaaaaaa", 5, RunState.STARTED, 10, 20, 13, 1), 1);

        SimulationRun half =
                new RunHistory(List.of(first)).find(new RunId("aaaaaaaa")).orElseThrow();
        SimulationRun going =
                new RunHistory(List.of(second, first)).combinedOf(5).get(0);
        second.setState(RunState.COMPLETED);
        SimulationRun done =
                new RunHistory(List.of(first, second)).combinedOf(5).get(0);

        assertThat(half.getState()).as("of a shard that was never started").isEqualTo(RunState.STARTED);
        assertThat(RunHistory.committedUntil(half)).isEqualTo(hour(10));
        assertThat(going.getState()).isEqualTo(RunState.STARTED);
        assertThat(RunHistory.committedUntil(going)).isEqualTo(hour(13));
        assertThat(RunHistory.committed(going)).isEqualTo(130);
        assertThat(done.getState()).isEqualTo(RunState.COMPLETED);
        assertThat(done.getExpectedRecords()).isEqualTo(200);
    }

    /** Nobody knows how far the readings of a run without transactions reach, until it has come to its end. */
    @Test
    void shouldCountARunWithoutTransactionsToItsEnd() {
        SimulationRun run = withoutTransactions(run("aaaaaaaa", 5, RunState.STARTED, 0, 24, 0, 1));
        RunHistory history = new RunHistory(List.of(run));

        assertThat(history.overlapping(5, hours(23, 30), OTHER, 1)).containsExactly(run);
        assertThat(RunHistory.isResumable(run)).isTrue();
        assertThat(new ExistingRunException(5, hours(23, 30), List.of(run)))
                .hasMessageContaining("run aaaaaaaa wrote at least 0 records from 2026-03-01T00:00:00Z to"
                        + " 2026-03-02T00:00:00Z (started at ");
    }

    @Test
    void shouldNotResumeAnAbortedRunWithoutTransactions() {
        SimulationRun run = withoutTransactions(run("aaaaaaaa", 5, RunState.ABORTED, 0, 24, 0, 1));

        assertThat(RunHistory.isResumable(run)).isFalse();
        assertThat(RunHistory.mayHoldReadings(run)).isTrue();
    }

    @Test
    void shouldKnowAllOfARunWithoutTransactionsThatIsCompleted() {
        SimulationRun run = withoutTransactions(run("aaaaaaaa", 5, RunState.COMPLETED, 0, 24, 24, 1));

        assertThat(RunHistory.mayHoldMore(run)).isFalse();
    }

    @Test
    void shouldNotTakeShardsForExactWhenOneIsNot() {
        SimulationRun exact = shard(run("aaaaaaaa", 5, RunState.STARTED, 10, 20, 13, 0), 0);
        SimulationRun other = withoutTransactions(shard(run("aaaaaaaa", 5, RunState.STARTED, 10, 20, 13, 1), 1));

        assertThat(new RunHistory(List.of(exact, other)).combinedOf(5))
                .singleElement()
                .satisfies(run -> assertThat(run.getExactlyOnce()).isFalse());
    }

    @Test
    void shouldFindTheLaterRunThatMayHaveReplacedRows() {
        SimulationRun earlier = run("aaaaaaaa", 5, RunState.COMPLETED, 0, 24, 24, 1);
        SimulationRun run = run("bbbbbbbb", 5, RunState.COMPLETED, 10, 20, 20, 2);
        SimulationRun free = run("cccccccc", 5, RunState.ABORTED, 18, 30, 18, 3);
        SimulationRun elsewhere = run("dddddddd", 5, RunState.COMPLETED, 20, 30, 30, 4);
        SimulationRun partly = run("eeeeeeee", 5, RunState.STARTED, 19, 30, 20, 5);

        assertThat(new RunHistory(List.of(earlier, run, free, elsewhere)).replacing(run))
                .isEmpty();
        assertThat(new RunHistory(List.of(earlier, run, free, elsewhere, partly)).replacing(run))
                .hasValue(partly);
        assertThat(new RunHistory(List.of(earlier, run, free)).replacing(earlier))
                .hasValue(run);
    }

    /** An interrupted one has not put all rows back. */
    @Test
    void shouldTakeACompletedRunWithTheSameReadingsForTheRunItself() {
        SimulationRun run = ofFleet(99, run("aaaaaaaa", 5, RunState.COMPLETED, 0, 24, 24, 1));
        SimulationRun other = run("bbbbbbbb", 5, RunState.COMPLETED, 0, 24, 24, 2);
        SimulationRun begun = ofFleet(99, run("cccccccc", 5, RunState.STARTED, 0, 24, 6, 3));
        SimulationRun again = ofFleet(99, run("dddddddd", 5, RunState.COMPLETED, 0, 24, 24, 4));

        assertThat(new RunHistory(List.of(run, begun)).replacing(run)).isEmpty();
        assertThat(new RunHistory(List.of(run, other, begun)).replacing(run)).hasValue(other);
        assertThat(new RunHistory(List.of(run, other, begun, again)).replacing(run))
                .isEmpty();
        assertThat(RunHistory.haveSameReadings(run, ofFleet(98, again))).isFalse();
        assertThat(RunHistory.haveSameReadings(other, ofFleet(0, again)))
                .as("of unknown fleets")
                .isFalse();
    }

    private static SimulationRun ofFleet(long checksum, SimulationRun run) {
        run.setFleetChecksum(checksum);
        return run;
    }

    private static SimulationRun withoutTransactions(SimulationRun run) {
        run.setExactlyOnce(false);
        return run;
    }

    private static SimulationRun shard(SimulationRun run, int shard) {
        run.setShard(shard);
        run.setShards(2);
        return run;
    }

    private static SimulationRun run(
            String id, int site, RunState state, int from, int to, int committedUntil, int startedAt) {
        Instant started = Instant.parse("2026-04-01T00:00:00Z").plusSeconds(startedAt);
        return new SimulationRun(
                id,
                site,
                hour(from),
                hour(to),
                3600,
                42L,
                "reference",
                10,
                6,
                10L * (to - from),
                state,
                started,
                started.plusSeconds(1),
                new RunProgress(10L * (committedUntil - from), hour(committedUntil)),
                65_536.0,
                0,
                1,
                0L,
                true,
                false);
    }
}
