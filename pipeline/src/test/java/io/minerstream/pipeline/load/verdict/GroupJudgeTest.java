package io.minerstream.pipeline.load.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.pipeline.load.lag.GroupProgress;
import io.minerstream.pipeline.load.lag.GroupSample;
import io.minerstream.pipeline.load.lag.PartitionLag;
import io.minerstream.pipeline.load.lag.ReadableReadings;
import io.minerstream.pipeline.load.verdict.LagBreach.Limit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class GroupJudgeTest {

    private static final LagLimits TWO_SECONDS = new LagLimits(Optional.of(Duration.ofSeconds(2)), Optional.empty());

    private final GroupProgress none = new GroupProgress(new ReadableReadings(1));

    private static PartitionLag lag(int partition, long committed, long readings, double seconds) {
        return new PartitionLag(
                partition, OptionalLong.of(committed), readings, Duration.ofMillis(Math.round(seconds * 1_000)));
    }

    private static GroupSample sample(PartitionLag... partitions) {
        return new GroupSample("g", "Stable", 2, false, List.of(partitions));
    }

    private GroupVerdict verdict(GroupJudge judge) {
        return judge.verdict(Optional.of(Duration.ZERO), none.lateness());
    }

    /** 100 readings a second; each commit leaves half a second of them. */
    private static GroupJudge committing(int everySeconds, int seconds) {
        GroupJudge judge = new GroupJudge("g", TWO_SECONDS, 1, false);
        for (int at = 1; at <= seconds; at++) {
            int sinceCommit = at % everySeconds;
            long committed = 100L * (at - sinceCommit) - 50;
            judge.look(Duration.ofSeconds(at), sample(lag(0, committed, 100L * at - committed, sinceCommit + 0.5)));
        }
        return judge;
    }

    @Test
    void shouldAcceptTheSawToothOfCommits() {
        GroupVerdict verdict = verdict(committing(5, 60));

        assertThat(verdict.breaches()).isEmpty();
        assertThat(verdict.maxLag()).isEqualTo(Duration.ofMillis(1_500));
        assertThat(verdict.commitInterval()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void shouldSayWhenALimitWasBrokenByHowMuchAndWhere() {
        GroupJudge judge = new GroupJudge("g", TWO_SECONDS, 2, false);
        for (int at = 1; at <= 60; at++) {
            // Partition 1 stands still from 20 s to 40 s, and has caught up at 45 s.
            double stalled = at < 20 || at >= 45 ? 0.2 : at < 40 ? at - 20 : 2.5;
            long committed = at < 20 || at >= 40 ? at : 19;
            judge.look(Duration.ofSeconds(at), sample(lag(0, at, 10, 0.1), lag(1, committed, 50, stalled)));
        }

        GroupVerdict verdict = verdict(judge);

        assertThat(verdict.passed()).isFalse();
        assertThat(verdict.breaches()).hasSize(1);
        LagBreach breach = verdict.breaches().get(0);
        assertThat(breach.limit()).isEqualTo(Limit.LAG);
        assertThat(breach.first()).isEqualTo(Duration.ofSeconds(24));
        assertThat(breach.worstPartition()).isEqualTo(1);
        assertThat(breach.worstAt()).isEqualTo(Duration.ofSeconds(39));
        assertThat(breach.worstLag()).isEqualTo(Duration.ofSeconds(18));
        assertThat(breach.broken()).isEqualTo(Duration.ofSeconds(21));
    }

    @Test
    void shouldCountReadingsOfAllPartitions() {
        GroupJudge judge = new GroupJudge("g", new LagLimits(Optional.empty(), Optional.of(1_000L)), 2, false);
        for (int at = 1; at <= 10; at++) {
            judge.look(Duration.ofSeconds(at), sample(lag(0, at, 80L * at, 0.1), lag(1, at, 80L * at, 0.2)));
        }

        LagBreach breach = verdict(judge).breaches().get(0);

        assertThat(breach.limit()).isEqualTo(Limit.READINGS);
        assertThat(breach.first()).isEqualTo(Duration.ofSeconds(8));
        assertThat(breach.worstReadings()).isEqualTo(2 * 80 * 9);
    }

    @Test
    void shouldHoldLimitsFromWhenAGroupHasCaughtUp() {
        GroupJudge judge = new GroupJudge("g", TWO_SECONDS, 1, true);
        // 30 s of history are read in 10 s, and what came meanwhile in 10 s more.
        for (int at = 1; at <= 40; at++) {
            double behind = at <= 10 ? 30 : at <= 20 ? 20 - at + 0.2 : 0.2;
            judge.look(Duration.ofSeconds(at), sample(lag(0, 100L * at, 10, behind)));
        }

        GroupVerdict caughtUp = verdict(judge);

        assertThat(caughtUp.caughtUp()).contains(Duration.ofSeconds(20));
        assertThat(caughtUp.breaches()).isEmpty();
        assertThat(caughtUp.maxLag()).isLessThan(Duration.ofSeconds(1));
        for (int at = 41; at <= 50; at++) {
            judge.look(Duration.ofSeconds(at), sample(lag(0, 4_000, 10, at - 40)));
        }
        assertThat(verdict(judge).breaches()).hasSize(1);
    }

    @Test
    void shouldNotTakeAShortHistoryForCaughtUp() {
        GroupJudge judge = new GroupJudge("g", TWO_SECONDS, 1, true);

        // The first look after a history that took no time: nothing of it is old.
        judge.look(Duration.ofMillis(500), sample(lag(0, 1, 10, 0.6)));

        assertThat(verdict(judge).caughtUp()).isEmpty();
    }

    @Test
    void shouldFailAGroupThatNeverCommits() {
        GroupJudge judge = new GroupJudge("g", TWO_SECONDS, 1, false);
        for (int at = 1; at <= 20; at++) {
            judge.look(
                    Duration.ofSeconds(at),
                    sample(new PartitionLag(0, OptionalLong.empty(), 100L * at, Duration.ofSeconds(at))));
        }

        GroupVerdict verdict = judge.verdict(Optional.empty(), none.lateness());

        assertThat(verdict.passed()).isFalse();
        assertThat(verdict.breaches().get(0).first()).isEqualTo(Duration.ofSeconds(9));
        assertThat(verdict.unread()).isEqualTo(2_000);
    }

    @Test
    void shouldFailAGroupThatDoesNotCommitTheRestEvenWithoutLimits() {
        GroupJudge judge = new GroupJudge("g", new LagLimits(Optional.empty(), Optional.empty()), 1, false);
        judge.look(Duration.ofSeconds(1), sample(lag(0, 5, 1, 0.5)));

        assertThat(judge.verdict(Optional.empty(), none.lateness()).passed()).isFalse();
    }

    @Test
    void shouldCountRebalancesAndTheFewestMembers() {
        GroupJudge judge = new GroupJudge("g", TWO_SECONDS, 1, false);
        for (int members : new int[] {3, 2, 2, 3}) {
            judge.look(
                    Duration.ofSeconds(1),
                    new GroupSample("g", "Stable", members, members == 2, List.of(lag(0, 1, 0, 0))));
        }

        assertThat(verdict(judge).fewestMembers()).isEqualTo(2);
        assertThat(verdict(judge).rebalances()).isEqualTo(2);
    }
}
