package io.minerstream.producer.live;

import static io.minerstream.producer.live.LiveSpecs.aSession;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minerstream.avro.RunProgress;
import io.minerstream.avro.RunState;
import io.minerstream.avro.SimulationRun;
import io.minerstream.producer.run.RunHistory;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.schemas.run.TimeRange;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LiveStartTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:20:00Z");

    private static LiveStart start(LiveSpecs spec, SimulationRun... runs) {
        return start(spec, List.of(), runs);
    }

    private static LiveStart start(LiveSpecs spec, List<ExistingCoverage> outside, SimulationRun... runs) {
        return LiveStart.of(spec.build(), new RunHistory(List.of(runs)), from -> outside, NOW);
    }

    @Test
    void shouldBeginWithTheTimePointOfNow() {
        LiveStart start = start(aSession());

        assertThat(start.next()).isEqualTo("2026-11-24T10:00:00Z");
        assertThat(start.run().range()).isEqualTo(hours("2026-11-24T10:00:00Z", "2026-11-25T00:00:00Z"));
        assertThat(start.end()).isEmpty();
    }

    @Test
    void shouldBeginWithHistoryWhenAskedTo() {
        LiveStart start = start(aSession().backfill("P30D"));

        assertThat(start.next()).isEqualTo("2026-10-25T10:00:00Z");
        assertThat(start.run().range()).isEqualTo(hours("2026-10-25T10:00:00Z", "2026-10-26T00:00:00Z"));
    }

    @Test
    void shouldResumeTheInterruptedRun() {
        SimulationRun open = live("2026-11-23T00:00:00Z", "2026-11-24T00:00:00Z", "2026-11-23T07:00:00Z");

        LiveStart start = start(aSession().backfill("P30D"), open);

        assertThat(start.run().id().text()).isEqualTo(open.getRunId());
        assertThat(start.run().range()).isEqualTo(hours("2026-11-23T00:00:00Z", "2026-11-24T00:00:00Z"));
        assertThat(start.next()).isEqualTo("2026-11-23T07:00:00Z");
    }

    @Test
    void shouldContinueWhereTheLastRunEndedHoweverLongAgo() {
        SimulationRun ended = live("2026-09-23T00:00:00Z", "2026-09-24T00:00:00Z", "2026-09-24T00:00:00Z");

        assertThat(start(aSession(), ended).next()).isEqualTo("2026-09-24T00:00:00Z");
        assertThat(start(aSession().backfill("P2D"), ended).next())
                .as("no more history than is asked for")
                .isEqualTo("2026-11-22T10:00:00Z");
    }

    @Test
    void shouldContinueWhereSimulatedTimeWasAheadOfTheClock() {
        SimulationRun ahead = live("2026-12-23T00:00:00Z", "2026-12-24T00:00:00Z", "2026-12-23T07:00:00Z");

        assertThat(start(aSession().speed(60).backfill("P2D"), ahead).next()).isEqualTo("2026-12-23T07:00:00Z");
    }

    @Test
    void shouldBeginBehindReadingsThatReachThePresent() {
        SimulationRun lastDay = generated("2026-11-23T11:00:00Z", "2026-11-24T11:00:00Z");

        LiveStart start = start(aSession(), lastDay);

        assertThat(start.next()).isEqualTo("2026-11-24T11:00:00Z");
        assertThat(start.run().range()).isEqualTo(hours("2026-11-24T11:00:00Z", "2026-11-25T00:00:00Z"));
    }

    @Test
    void shouldBeginBehindRowsThatOthersWrote() {
        ExistingCoverage rows = new ExistingCoverage(
                "table miner_telemetry", Instant.parse("2026-11-24T10:00:00Z"), Instant.parse("2026-11-24T11:00:00Z"));

        assertThat(start(aSession(), List.of(rows)).next()).isEqualTo("2026-11-24T11:00:00Z");
    }

    @Test
    void shouldFillHistoryBehindReadingsThatBeginBeforeIt() {
        LiveStart start = start(
                aSession().backfill("P3D"),
                generated("2026-11-20T00:00:00Z", "2026-11-22T00:00:00Z"),
                generated("2026-11-22T00:00:00Z", "2026-11-23T05:00:00Z"));

        assertThat(start.next()).isEqualTo("2026-11-23T05:00:00Z");
    }

    @Test
    void shouldRefuseHistoryThatWouldRunIntoReadings() {
        SimulationRun lastDay = generated("2026-11-23T11:00:00Z", "2026-11-24T11:00:00Z");

        assertThatThrownBy(() -> start(aSession().backfill("P30D"), lastDay))
                .isInstanceOf(LiveConflictException.class)
                .hasMessage("site_id=5: readings must be gapless, but there are some from 2026-11-23T11:00:00Z until "
                        + "2026-11-24T11:00:00Z (run " + lastDay.getRunId()
                        + ") already, and none from 2026-10-25T10:00:00Z on; nothing was written; `minerstream generate --from "
                        + "2026-10-25T10:00:00Z --to 2026-11-23T11:00:00Z` closes the gap, and live begins behind them then; or take a "
                        + "shorter --backfill, which begins inside them or later");
    }

    @Test
    void shouldRefuseToResumeWithOtherReadings() {
        SimulationRun open = live("2026-11-24T00:00:00Z", "2026-11-25T00:00:00Z", "2026-11-24T07:00:00Z");

        assertThatThrownBy(() -> start(aSession().seed(43).shard(0, 2), open))
                .isInstanceOf(LiveConflictException.class)
                .hasMessage("site_id=5: live run " + open.getRunId()
                        + " (2026-11-24T00:00:00Z to 2026-11-25T00:00:00Z) is not finished, and must resume with the options that it began with: seed must be 42, "
                        + "got 43, number of shards must be 1, got 2; nothing was written; give the same options, or `minerstream runs "
                        + "abort " + open.getRunId() + "` and begin after it");
    }

    @Test
    void shouldBeginBehindARunThatWasGivenUp() {
        SimulationRun aborted = live("2026-11-24T00:00:00Z", "2026-11-25T00:00:00Z", "2026-11-24T07:00:00Z");
        aborted.setState(RunState.ABORTED);

        LiveStart start = start(aSession().seed(43), aborted);

        assertThat(start.next()).isEqualTo("2026-11-24T07:00:00Z");
        assertThat(start.run().range()).isEqualTo(hours("2026-11-24T07:00:00Z", "2026-11-25T00:00:00Z"));
        assertThat(start.run().id().text()).isNotEqualTo(aborted.getRunId());
    }

    @Test
    void shouldRefuseToResumeIntoReadingsOfAnotherRun() {
        SimulationRun open = live("2026-11-24T00:00:00Z", "2026-11-25T00:00:00Z", "2026-11-24T07:00:00Z");
        SimulationRun other = generated("2026-11-24T08:00:00Z", "2026-11-24T11:00:00Z");

        assertThatThrownBy(() -> start(aSession(), open, other))
                .isInstanceOf(LiveConflictException.class)
                .hasMessage("site_id=5: live run " + open.getRunId()
                        + " must resume at 2026-11-24T07:00:00Z, but there are readings "
                        + "from 2026-11-24T08:00:00Z until 2026-11-24T11:00:00Z (run " + other.getRunId()
                        + ") already; nothing was written; `minerstream runs abort " + open.getRunId()
                        + "`, and live begins behind them");
    }

    @Test
    void shouldIgnoreOtherSitesAndRunsThatCommittedNothing() {
        SimulationRun other = live("2026-11-24T00:00:00Z", "2026-11-25T00:00:00Z", "2026-11-24T07:00:00Z");
        other.setSiteId(6);
        SimulationRun nothing = live("2026-11-23T00:00:00Z", "2026-11-24T00:00:00Z", "2026-11-23T00:00:00Z");
        nothing.setState(RunState.ABORTED);

        assertThat(start(aSession(), other, nothing).next()).isEqualTo("2026-11-24T10:00:00Z");
    }

    /** All shards must have the same runs, or no run would ever be whole. */
    @Test
    void shouldBeginWithTheRunsThatTheOtherShardHas() {
        SimulationRun first = shard(ended(), 0);
        SimulationRun second = shard(live("2026-11-23T00:00:00Z", "2026-11-24T00:00:00Z", "2026-11-23T03:00:00Z"), 0);

        LiveStart fresh = start(aSession().shard(1, 2), first, second);
        LiveStart behind = start(aSession().shard(1, 2), first, second, shard(ended(), 1));
        LiveStart own = start(aSession().shard(0, 2), first, second);

        assertThat(fresh.run().range()).isEqualTo(hours("2026-11-22T06:00:00Z", "2026-11-23T00:00:00Z"));
        assertThat(fresh.next()).isEqualTo("2026-11-22T06:00:00Z");
        assertThat(behind.next()).isEqualTo("2026-11-23T00:00:00Z");
        assertThat(own.next()).isEqualTo("2026-11-23T03:00:00Z");
    }

    @Test
    void shouldEndAfterItsHoursHistoryNotCounted() {
        assertThat(start(aSession().hours(5)).end()).hasValue(Instant.parse("2026-11-24T15:00:00Z"));
        LiveStart filled = start(aSession().hours(5).backfill("P1D"));
        assertThat(filled.end()).hasValue(Instant.parse("2026-11-24T15:00:00Z"));
        assertThat(start(
                                aSession().speed(60).hours(5),
                                live("2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z", "2026-11-02T00:00:00Z"))
                        .end())
                .as("simulated time resumes where it stopped")
                .hasValue(Instant.parse("2026-11-02T05:00:00Z"));
    }

    @Test
    void shouldSayWhenThereIsNothingLeftToDo() {
        SimulationRun ended = live("2026-11-24T00:00:00Z", "2026-11-24T10:00:00Z", "2026-11-24T10:00:00Z");

        assertThat(start(aSession().until("2026-11-24T10:00:00Z"), ended).isDone())
                .isTrue();
        assertThat(start(aSession().until("2026-11-24T11:00:00Z"), ended).isDone())
                .isFalse();
        assertThat(start(aSession().until("2026-11-24T11:00:00Z"), ended).run().range())
                .isEqualTo(hours("2026-11-24T10:00:00Z", "2026-11-24T11:00:00Z"));
    }

    private static TimeRange hours(String from, String to) {
        return TimeRange.hourly(Instant.parse(from), Instant.parse(to));
    }

    private static SimulationRun generated(String from, String to) {
        SimulationRun run = live(from, to, to);
        run.setLive(false);
        return run;
    }

    private static SimulationRun shard(SimulationRun run, int shard) {
        run.setShard(shard);
        run.setShards(2);
        return run;
    }

    private static SimulationRun ended() {
        return live("2026-11-22T06:00:00Z", "2026-11-23T00:00:00Z", "2026-11-23T00:00:00Z");
    }

    /** A live run as {@link LiveSpecs} has it, completed when it is committed to its end. */
    private static SimulationRun live(String from, String to, String committedUntil) {
        RunSpec spec = aSession().build().run(hours(from, to));
        Instant until = Instant.parse(committedUntil);
        long timePoints = (until.getEpochSecond() - spec.range().from().getEpochSecond()) / 3600;
        return SimulationRun.newBuilder()
                .setRunId(spec.id().text())
                .setSiteId(5)
                .setFrom(spec.range().from())
                .setTo(spec.range().to())
                .setIntervalSeconds(3600)
                .setSeed(spec.seed())
                .setProfile(spec.profile().word())
                .setPoolDifficulty(spec.poolDifficulty())
                .setMiners(10)
                .setPartitions(6)
                .setExpectedRecords(10L * spec.range().timePoints())
                .setState(until.equals(spec.range().to()) ? RunState.COMPLETED : RunState.STARTED)
                .setStartedAt(spec.range().from())
                .setUpdatedAt(until)
                .setProgress(new RunProgress(10 * timePoints, until))
                .setLive(true)
                .build();
    }
}
