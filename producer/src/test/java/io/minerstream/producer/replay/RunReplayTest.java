package io.minerstream.producer.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minerstream.avro.RunProgress;
import io.minerstream.avro.RunState;
import io.minerstream.avro.SimulationRun;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.producer.signal.SignalProfile;
import io.minerstream.schemas.miner.MinerStatus;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.run.TimeRange;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class RunReplayTest {

    private static SimulationRun manifest(RunState state, int committedHours) {
        return SimulationRun.newBuilder()
                .setRunId("replay01")
                .setSiteId(ReplayRuns.SITE)
                .setFrom(ReplayRuns.FROM)
                .setTo(ReplayRuns.FROM.plus(Duration.ofHours(24)))
                .setIntervalSeconds(3_600)
                .setSeed(42)
                .setProfile("realistic")
                .setMiners(3)
                .setPartitions(6)
                .setExpectedRecords(72)
                .setState(state)
                .setStartedAt(ReplayRuns.FROM)
                .setUpdatedAt(ReplayRuns.FROM)
                .setProgress(RunProgress.newBuilder()
                        .setCommittedRecords(3L * committedHours)
                        .setCommittedUntil(ReplayRuns.FROM.plus(Duration.ofHours(committedHours)))
                        .build())
                .build();
    }

    @Test
    void shouldGiveTheReadingsOfTheSignal() {
        RunReplay run = RunReplay.of(manifest(RunState.COMPLETED, 24), ReplayRuns.fleet(3));

        assertThat(run.rows()).isEqualTo(72);
        assertThat(run.reading(0, 7))
                .isEqualTo(SignalProfile.REALISTIC
                        .signal()
                        .read(
                                42,
                                ReplayRuns.SITE,
                                io.minerstream.producer.signal.TimePoint.hour(
                                        ReplayRuns.FROM.getEpochSecond() / 3_600 + 7),
                                10,
                                MinerStatus.ACTIVE,
                                ReplayRuns.fleet(3).baseline(0)));
    }

    @Test
    void shouldGiveTheSameReadingsWithMoreTimePointsThanAreKept() {
        Instant from = Instant.EPOCH;
        RunSpec spec = new RunSpec(
                new RunId("replay01"),
                ReplayRuns.SITE,
                new TimeRange(from, from.plusSeconds(60L * 200_000), Duration.ofMinutes(1)),
                42,
                SignalProfile.REALISTIC,
                10_000,
                false);
        RunSpec start = new RunSpec(
                spec.id(),
                spec.siteId(),
                new TimeRange(from, from.plusSeconds(60L * 1_000), Duration.ofMinutes(1)),
                42,
                SignalProfile.REALISTIC,
                10_000,
                false);

        assertThat(RunReplay.of(spec, ReplayRuns.fleet(3)).reading(1, 999))
                .isEqualTo(RunReplay.of(start, ReplayRuns.fleet(3)).reading(1, 999));
    }

    @Test
    void shouldEndWhereARunIsCommittedThatIsNotComplete() {
        RunReplay run = RunReplay.of(manifest(RunState.STARTED, 5), ReplayRuns.fleet(3));

        assertThat(run.rows()).isEqualTo(15);
        assertThat(run.to()).isEqualTo(ReplayRuns.FROM.plus(Duration.ofHours(5)));
    }

    @Test
    void shouldHaveNoRowsWhenNothingIsCommitted() {
        RunReplay run = RunReplay.of(manifest(RunState.ABORTED, 0), ReplayRuns.fleet(3));

        assertThat(run.rows()).isZero();
        assertThat(run.timePointAt(ReplayRuns.FROM)).isNegative();
    }

    @Test
    void shouldRefuseAFleetOfAnotherSize() {
        assertThatThrownBy(() -> RunReplay.of(manifest(RunState.COMPLETED, 24), ReplayRuns.fleet(4)))
                .isInstanceOf(FleetMismatchException.class)
                .hasMessage("run replay01 was generated for 3 miners, but the fleet at hand has 4");
    }

    @Test
    void shouldRefuseAManifestThatContradictsItself() {
        SimulationRun manifest = manifest(RunState.COMPLETED, 24);
        manifest.setExpectedRecords(71);

        assertThatThrownBy(() -> RunReplay.of(manifest, ReplayRuns.fleet(3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("manifest of run replay01: must say 72 records for 3 miners from 2026-03-01T05:00:00Z to "
                        + "2026-03-02T05:00:00Z, got 71");
    }

    @Test
    void shouldFindTimePointsOnlyAtTheirVeryTime() {
        RunReplay run = ReplayRuns.run(1, 24);

        assertThat(run.timePointAt(ReplayRuns.FROM)).isZero();
        assertThat(run.timePointAt(run.timeOf(23))).isEqualTo(23);
        assertThat(run.timePointAt(ReplayRuns.FROM.plusNanos(1))).isNegative();
        assertThat(run.timePointAt(ReplayRuns.FROM.minusSeconds(3_600))).isNegative();
        assertThat(run.timePointAt(run.to())).isNegative();
        assertThat(run.firstNotBefore(ReplayRuns.FROM.plusNanos(1))).isOne();
        assertThat(run.firstNotBefore(Instant.MAX)).isEqualTo(24);
        assertThat(run.firstNotBefore(Instant.MIN)).isZero();
    }
}
